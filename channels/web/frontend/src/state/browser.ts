/** The store wired to the browser: real network, real storage, page events. */

import { createClient } from '../api/client';
import { pollingSource, sseSource, webSocketSource } from '../api/sources';
import { Transport } from '../api/transport';
import { exponential } from '../lib/backoff';
import { whenOnline } from '../lib/network';
import { jsonStore } from '../lib/storage';
import { createChatStore, type ChatStore } from './store';

const FAST_MS = 1_200;
const CALM_MS = 4_000;
const HIDDEN_MS = 20_000;

export function browserStore(): ChatStore {
  const backoff = exponential(600, 30_000);
  const pollEvery = (): number => {
    if (document.hidden) return HIDDEN_MS;
    return store.awaitingSince() === null ? CALM_MS : FAST_MS;
  };
  const store: ChatStore = createChatStore({
    client: createClient(),
    outboxStore: jsonStore(() => sessionStorage, 'shuida.outbox'),
    backoff,
    online: whenOnline,
    createTransport: (hooks) => new Transport({
      ...hooks,
      backoff,
      ladder: [
        webSocketSource((url) => new WebSocket(url), location.origin),
        sseSource((...args) => fetch(...args)),
        pollingSource(hooks.pull, pollEvery),
      ],
    }),
  });
  window.addEventListener('online', () => { store.nudge(); });
  window.addEventListener('pageshow', ({ persisted }) => { if (persisted) store.nudge(); });
  document.addEventListener('visibilitychange', () => { if (!document.hidden) store.nudge(); });
  return store;
}
