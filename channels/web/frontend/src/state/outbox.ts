/** What the taxpayer has sent and the service has not yet confirmed: in order, repeated safely, never doubled.
 *
 * A message keeps its client id for ever; the service stores an id once, so a repeat after a lost answer
 * is harmless. Messages go out one at a time. What is still unsent when the page closes comes back as failed.
 */

import { shallowRef, type ShallowRef } from 'vue';
import { ApiError } from '../api/http';
import type { Sent } from '../api/types';
import { sleep, type Backoff } from '../lib/backoff';
import { uuid } from '../lib/id';
import type { Store } from '../lib/storage';

/** `sent`: the service has it, its event is on the way. */
export type OutgoingStatus = 'sending' | 'sent' | 'failed';

export interface Outgoing {
  readonly clientMessageId: string;
  readonly text: string;
  readonly at: string;
  readonly status: OutgoingStatus;
  /** The error's code when it failed. */
  readonly code: string | null;
}

const ATTEMPTS = 4;
const LONGEST_HOLD_S = 60;
const NOT_READY = new Set([408, 502, 503, 504]);

export interface OutboxOptions {
  send: (id: string, text: string) => Promise<Sent>;
  onSent: (sent: Sent) => void;
  /** The service asks to wait this many seconds. */
  onHold: (seconds: number) => void;
  /** Resolves when there is a network at all. */
  online: () => Promise<void>;
  backoff: Backoff;
  store: Store<Outgoing[]>;
}

export interface Outbox {
  readonly items: Readonly<ShallowRef<readonly Outgoing[]>>;
  add: (text: string) => void;
  retry: (id: string) => void;
  remove: (id: string) => void;
  /** Drops what the conversation already contains. */
  settle: (arrived: ReadonlySet<string>) => void;
}

export function createOutbox(options: OutboxOptions): Outbox {
  const items = shallowRef<readonly Outgoing[]>(interrupted(options.store.read()));
  let pumping = false;

  function replace(next: readonly Outgoing[]): void {
    items.value = next;
    options.store.write([...next]);
  }

  function mark(id: string, status: OutgoingStatus, code: string | null = null): void {
    replace(items.value.map((item) => (item.clientMessageId === id ? { ...item, status, code } : item)));
  }

  async function pump(): Promise<void> {
    if (pumping) return;
    pumping = true;
    for (let item = waiting(); item; item = waiting()) await deliver(item);
    pumping = false;
  }

  function waiting(): Outgoing | undefined {
    return items.value.find((item) => item.status === 'sending');
  }

  async function deliver({ clientMessageId: id, text }: Outgoing): Promise<void> {
    for (let attempt = 0; ; attempt++) {
      await options.online();
      if (!items.value.some((item) => item.clientMessageId === id)) return; // arrived as an event meanwhile
      try {
        const sent = await options.send(id, text);
        mark(id, 'sent');
        options.onSent(sent);
        return;
      } catch (error) {
        const wait = pauseBeforeRepeat(error, attempt);
        if (wait === null) { mark(id, 'failed', codeOf(error)); return; }
        await sleep(wait);
      }
    }
  }

  /** Milliseconds until the same message is sent again, or null when that is up to the taxpayer. */
  function pauseBeforeRepeat(error: unknown, attempt: number): number | null {
    if (error instanceof ApiError && error.status === 429) {
      const seconds = error.retryAfter ?? 10;
      options.onHold(seconds);
      return seconds <= LONGEST_HOLD_S && attempt < ATTEMPTS ? seconds * 1000 : null;
    }
    if (error instanceof ApiError && !NOT_READY.has(error.status)) return null;
    return attempt + 1 < ATTEMPTS ? options.backoff(attempt) : null;
  }

  return {
    items,
    add(text) {
      const item: Outgoing = {
        clientMessageId: uuid(), text, at: new Date().toISOString(), status: 'sending', code: null,
      };
      replace([...items.value, item]);
      void pump();
    },
    retry(id) {
      mark(id, 'sending');
      void pump();
    },
    remove(id) {
      replace(items.value.filter((item) => item.clientMessageId !== id));
    },
    settle(arrived) {
      const open = items.value.filter((item) => !arrived.has(item.clientMessageId));
      if (open.length < items.value.length) replace(open);
    },
  };
}

function codeOf(error: unknown): string {
  return error instanceof ApiError ? error.code : 'network';
}

function interrupted(stored: Outgoing[] | null): Outgoing[] {
  return (stored ?? []).map((item) => ({ ...item, status: 'failed', code: 'interrupted' }));
}
