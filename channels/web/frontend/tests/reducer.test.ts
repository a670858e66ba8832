import { describe, expect, it } from 'vitest';
import type { Owner, StoredEvent } from '../src/api/types';
import { apply, fromSession, NO_CONVERSATION, place } from '../src/state/reducer';
import { feedback, message, owner, reply, session } from './fixtures';

const OWNERS: Owner[] = ['bot', 'waiting', 'human', 'closed'];

/** A conversation of `length` events, the same for the same seed (mulberry32). */
function conversation(seed: number, length: number): StoredEvent[] {
  const random = (): number => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const pick = (n: number): number => Math.floor(random() * n);
  return Array.from({ length }, (_, index) => {
    const seq = index + 1;
    const kind = pick(4);
    if (kind === 0) return owner(seq, OWNERS[pick(4)] ?? 'bot');
    if (kind === 1 && seq > 1) return feedback(seq, `m_${1 + pick(seq - 1)}`, pick(2) ? 'up' : 'down');
    return message(seq, pick(2) ? 'bot' : 'taxpayer', { reply: pick(2) ? reply() : null });
  });
}

function ownerOf(events: StoredEvent[]): Owner {
  return events.reduce<Owner>((last, event) => (event.type === 'owner' ? event.owner : last), 'bot');
}

describe('a conversation', () => {
  it('is the same by snapshot and events as by a later snapshot', () => {
    for (let seed = 1; seed <= 200; seed++) {
      const events = conversation(seed, 30);
      const whole = fromSession(session(events, { owner: ownerOf(events) }));
      const cut = (seed * 7) % 31;
      const head = events.slice(0, cut);
      const early = fromSession(session(head, { owner: ownerOf(head) }));
      expect(events.slice(cut).reduce(apply, early)).toEqual(whole);
    }
  });

  it('has one verdict on a message, whether a snapshot or an event brings it', () => {
    const live = [message(1, 'bot', { reply: reply() }), feedback(2, 'm_1', 'down')];
    const later = [message(1, 'bot', { reply: reply({ feedback: 'down' }) }), feedback(2, 'm_1', 'down')];
    expect(live.reduce(apply, fromSession(session([])))).toEqual(fromSession(session(later)));
  });

  it('takes owner and number from a snapshot that holds the last events only', () => {
    const state = fromSession(session([message(301)], { owner: 'human', seq: 301 }));
    expect(state).toMatchObject({ owner: 'human', seq: 301 });
  });

  it('tells repeats and gaps from the next event', () => {
    const state = { ...NO_CONVERSATION, seq: 5 };
    expect([5, 6, 7].map((seq) => place(state, message(seq)))).toEqual(['old', 'next', 'early']);
  });

  it('counts an event of a kind not known here', () => {
    const strange = { type: 'queue', seq: 1, at: '' } as unknown as StoredEvent;
    expect(apply(NO_CONVERSATION, strange)).toEqual({ ...NO_CONVERSATION, seq: 1 });
  });
});
