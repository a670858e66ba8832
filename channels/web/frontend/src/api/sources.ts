/** The three ways events arrive: a WebSocket, server-sent events, and asking again and again.
 *
 * A source follows the events after a sequence number until it ends or is aborted. It never retries:
 * that is the transport's part. Each gives up by itself when the line has gone silent.
 */

import { sleep } from '../lib/backoff';
import { sseBlocks } from './sse';
import type { StreamEvent } from './types';

const BASE = '/api/v1/chat';
const OPEN_MS = 8_000;
const TICK_MS = 400;
const SOCKET_SILENCE_MS = 45_000; // the service pings every 20 s
const SSE_SILENCE_MS = 35_000; // and comments every 15 s

export interface Handlers {
  /** The line is up. */
  open: () => void;
  /** Something came through it: the line is of use. */
  alive: () => void;
  event: (event: StreamEvent) => void;
}

/** Ends (resolves or rejects) when the line is gone; `signal` ends it from our side. */
export type Source = (after: number, handlers: Handlers, signal: AbortSignal) => Promise<void>;

export function webSocketSource(connect: (url: string) => WebSocket, origin: string): Source {
  const url = `${origin.replace(/^http/, 'ws')}${BASE}/ws`;
  return (after, handlers, signal) =>
    new Promise((resolve, reject) => {
      const socket = connect(`${url}?after=${after}`);
      const watch = watchdog(() => { end(new Error('silent')); });
      const end = (failure?: Error): void => {
        watch.stop();
        signal.removeEventListener('abort', abort);
        socket.close();
        if (failure) reject(failure);
        else resolve();
      };
      const abort = (): void => { end(); };
      signal.addEventListener('abort', abort);
      watch.expect(OPEN_MS);
      socket.onopen = () => { watch.expect(SOCKET_SILENCE_MS); handlers.open(); };
      socket.onclose = () => { end(); };
      socket.onmessage = ({ data }) => {
        watch.expect(SOCKET_SILENCE_MS);
        handlers.alive();
        deliver(String(data), handlers);
      };
    });
}

/** Read with fetch rather than EventSource: only so are the comments seen that prove a silent line alive. */
export function sseSource(fetcher: typeof fetch): Source {
  return async (after, handlers, signal) => {
    const abort = new AbortController();
    const stop = (): void => { abort.abort(); };
    const watch = watchdog(stop);
    signal.addEventListener('abort', stop);
    watch.expect(OPEN_MS);
    try {
      const body = await openSse(fetcher, after, abort.signal);
      watch.expect(SSE_SILENCE_MS);
      for await (const data of sseBlocks(body)) {
        watch.expect(SSE_SILENCE_MS);
        handlers.open();
        handlers.alive();
        if (data !== '') deliver(data, handlers);
      }
    } finally {
      watch.stop();
      stop();
      signal.removeEventListener('abort', stop);
    }
  };
}

async function openSse(
  fetcher: typeof fetch,
  after: number,
  signal: AbortSignal,
): Promise<ReadableStream<Uint8Array>> {
  const headers = { Accept: 'text/event-stream' };
  const response = await fetcher(`${BASE}/events?after=${after}`, { headers, cache: 'no-store', signal });
  const type = response.headers.get('Content-Type') ?? '';
  if (!response.ok || !response.body || !type.startsWith('text/event-stream')) {
    throw new Error(`no event stream: ${response.status} ${type}`);
  }
  return response.body;
}

/** `pull` fetches and applies what is new, or throws; `interval` may change at any time (a reply is due). */
export function pollingSource(pull: () => Promise<void>, interval: () => number): Source {
  return async (_after, handlers, signal) => {
    while (!signal.aborted) {
      await pull();
      handlers.open();
      handlers.alive();
      for (let waited = 0; waited < interval(); waited += TICK_MS) await sleep(TICK_MS, signal);
    }
  };
}

/** A frame we cannot read is skipped; if it held an event, the gap in `seq` tells. */
function deliver(data: string, handlers: Handlers): void {
  let event: unknown;
  try {
    event = JSON.parse(data);
  } catch {
    return;
  }
  if (typeof event === 'object' && event !== null && 'type' in event) handlers.event(event as StreamEvent);
}

function watchdog(bark: () => void): { expect: (ms: number) => void; stop: () => void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    expect(ms) {
      clearTimeout(timer);
      timer = setTimeout(bark, ms);
    },
    stop() {
      clearTimeout(timer);
    },
  };
}
