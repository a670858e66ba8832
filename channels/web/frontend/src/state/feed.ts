/** The conversation kept whole: events in any order in, no gap and no repeat out. */

import { shallowRef, type ShallowRef } from 'vue';
import type { Client } from '../api/client';
import { ApiError } from '../api/http';
import type { Session, StoredEvent } from '../api/types';
import { apply, fromSession, NO_CONVERSATION, place, type Conversation } from './reducer';

const HEAL_AGAIN_MS = 2_000;

export interface Feed {
  readonly conversation: Readonly<ShallowRef<Conversation>>;
  reset: (session: Session) => void;
  /** Takes an event; one that comes early is kept while the missing ones are fetched. */
  accept: (event: StoredEvent) => void;
  /** Fetches and applies all that is new; a failure is thrown. Calls at the same time share one fetch. */
  pull: () => Promise<void>;
}

/** `onLost` is called when the service does not know us (any more): there is another conversation to load. */
export function createFeed(client: Pick<Client, 'eventsAfter'>, onLost: () => Promise<void>): Feed {
  const conversation = shallowRef<Conversation>(NO_CONVERSATION);
  const early = new Map<number, StoredEvent>();
  let pulling: Promise<void> | null = null;

  function reset(session: Session): void {
    early.clear();
    conversation.value = fromSession(session);
  }

  function accept(event: StoredEvent): void {
    const where = place(conversation.value, event);
    if (where === 'next') {
      conversation.value = apply(conversation.value, event);
      acceptEarly();
    } else if (where === 'early') {
      early.set(event.seq, event);
      heal();
    }
  }

  function acceptEarly(): void {
    const { seq } = conversation.value;
    const next = early.get(seq + 1);
    for (const key of early.keys()) if (key <= seq + 1) early.delete(key);
    if (next) accept(next);
  }

  function heal(): void {
    if (pulling) return;
    pull().catch(() => setTimeout(() => { if (early.size > 0) heal(); }, HEAL_AGAIN_MS));
  }

  function pull(): Promise<void> {
    pulling ??= fetchAll().finally(() => { pulling = null; });
    return pulling;
  }

  /** A page has a limit: goes on while events wait for what was still missing. */
  async function fetchAll(): Promise<void> {
    for (let progress = true; progress; ) {
      const { id, seq } = conversation.value;
      const events = await fetchAfter(seq);
      if (!events || conversation.value.id !== id) return;
      events.forEach(accept);
      progress = early.size > 0 && conversation.value.seq > seq;
    }
  }

  async function fetchAfter(seq: number): Promise<StoredEvent[] | null> {
    try {
      return (await client.eventsAfter(seq)).events;
    } catch (error) {
      if (!(error instanceof ApiError && error.status === 401)) throw error;
      await onLost();
      return null;
    }
  }

  return { conversation, reset, accept, pull };
}
