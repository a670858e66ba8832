/** What stands after the `#` of the address: which calculator is open. */

import { onScopeDispose, readonly, ref, type Ref } from 'vue';

export function useHash(): Readonly<Ref<string>> {
  const hash = ref(read());
  const update = (): void => { hash.value = read(); };
  window.addEventListener('hashchange', update);
  onScopeDispose(() => { window.removeEventListener('hashchange', update); });
  return readonly(hash);
}

/** An address can be typed by anyone: what cannot be decoded names no calculator. */
function read(): string {
  try {
    return decodeURIComponent(location.hash.slice(1));
  } catch {
    return location.hash.slice(1);
  }
}
