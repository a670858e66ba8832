/** Something fetched for the page: loading, here, or failed with a code and a way to try again. */

import { ref, shallowRef, type Ref, type ShallowRef } from 'vue';
import { codeOf } from '../api/http';

export interface Loaded<T> {
  value: Readonly<ShallowRef<T | null>>;
  failure: Readonly<Ref<string | null>>;
  load: () => Promise<void>;
}

export function useLoaded<T>(fetchIt: () => Promise<T>): Loaded<T> {
  const value = shallowRef<T | null>(null);
  const failure = ref<string | null>(null);

  async function load(): Promise<void> {
    failure.value = null;
    try {
      value.value = await fetchIt();
    } catch (error) {
      failure.value = codeOf(error);
    }
  }

  void load();
  return { value, failure, load };
}
