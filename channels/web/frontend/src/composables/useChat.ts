/** The chat store, for components below App. */

import { inject } from 'vue';
import { CHAT, type ChatStore } from '../state/store';

export function useChat(): ChatStore {
  const store = inject(CHAT);
  if (!store) throw new Error('no chat store was provided');
  return store;
}
