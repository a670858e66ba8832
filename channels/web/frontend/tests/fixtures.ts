/** Events and doubles that the tests share. */

import { vi } from 'vitest';
import type { Client } from '../src/api/client';
import type {
  FeedbackEvent, MessageEvent, Owner, OwnerEvent, Reply, Sender, Session, StoredEvent, Verdict,
} from '../src/api/types';
import type { Store } from '../src/lib/storage';

const AT = '2026-11-22T03:10:00Z';

export function message(seq: number, sender: Sender = 'bot', more: Partial<MessageEvent> = {}): MessageEvent {
  return {
    type: 'message', seq, id: `m_${seq}`, at: AT, sender, text: `text ${seq}`, client_message_id: null, reply: null,
    ...more,
  };
}

export function owner(seq: number, to: Owner): OwnerEvent {
  return { type: 'owner', seq, at: AT, owner: to, reason: null };
}

export function feedback(seq: number, messageId: string, verdict: Verdict): FeedbackEvent {
  return {
    type: 'feedback', seq, at: AT, message_id: messageId, verdict, reason: verdict === 'down' ? 'outdated' : null,
  };
}

export function reply(more: Partial<Reply> = {}): Reply {
  return {
    outcome: 'answer', question: null, brief: 'brief', detail: '', steps: [], citations: [], options_title: null, options: [], basis: null,
    notice: null, offer_human: false, feedback: null, entry: null, revision: null, variant: null, as_of: null,
    confidence: null, ...more,
  };
}

export function session(events: StoredEvent[], more: Partial<Session> = {}): Session {
  return {
    conversation_id: 'c_1', owner: 'bot', seq: events.at(-1)?.seq ?? 0, events,
    greeting: { text: '您好', options: [] }, degraded: false, max_length: 2000, ...more,
  };
}

/** A service in memory: stores a client message id once, numbers events without gaps. */
export class FakeService {
  readonly events: StoredEvent[] = [];
  readonly calls: string[] = [];
  /** What the next calls of `send` do after storing: answer, or lose the answer. */
  failures: (Error | 'lose the answer')[] = [];

  client(): Client {
    return {
      session: () => Promise.resolve(session([...this.events])),
      send: (id, text) => this.send(id, text),
      eventsAfter: (seq) =>
        Promise.resolve({ events: this.events.filter((e) => e.seq > seq), seq: this.events.length }),
      feedback: (messageId, { verdict }) => {
        const event = feedback(this.events.length + 1, messageId, verdict);
        this.events.push(event);
        return Promise.resolve({ event });
      },
    };
  }

  say(sender: Sender, more: Partial<MessageEvent> = {}): MessageEvent {
    const event = message(this.events.length + 1, sender, more);
    this.events.push(event);
    return event;
  }

  private send(id: string, text: string): ReturnType<Client['send']> {
    this.calls.push(id);
    const failure = this.failures.shift();
    if (failure instanceof Error) return Promise.reject(failure);
    const known = this.events.find((e): e is MessageEvent => e.type === 'message' && e.client_message_id === id);
    const stored = known ?? this.say('taxpayer', { text, client_message_id: id });
    if (failure) return Promise.reject(new Error('connection lost'));
    return Promise.resolve({ message: stored, replies: [], complete: false });
  }
}

export function memoryStore<T>(value: T | null = null): Store<T> & { value: T | null } {
  return {
    value,
    read() { return this.value; },
    write(next: T) { this.value = next; },
  };
}

/** Lets promises and timers of up to `ms` run. */
export async function pass(ms = 0): Promise<void> {
  await vi.advanceTimersByTimeAsync(ms);
}
