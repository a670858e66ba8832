/** Whether the browser believes it has a network. */

import { onScopeDispose, readonly, ref, type Ref } from 'vue';

export function useOnline(): Readonly<Ref<boolean>> {
  const online = ref(navigator.onLine);
  const update = (): void => { online.value = navigator.onLine; };
  window.addEventListener('online', update);
  window.addEventListener('offline', update);
  onScopeDispose(() => {
    window.removeEventListener('online', update);
    window.removeEventListener('offline', update);
  });
  return readonly(online);
}
