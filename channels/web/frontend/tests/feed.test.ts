import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiError } from '../src/api/http';
import { createFeed } from '../src/state/feed';
import { message, pass, session } from './fixtures';

const all = [1, 2, 3, 4, 5].map((seq) => message(seq));
const [one, two, three, four, five] = all as [typeof all[0], typeof all[0], typeof all[0], typeof all[0], typeof all[0]];

function after(seq: number, limit = 100) {
  return Promise.resolve({ events: all.filter((event) => event.seq > seq).slice(0, limit), seq: 5 });
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe('the feed', () => {
  it('fetches what is missing when events come with a gap, and applies each once', async () => {
    const eventsAfter = vi.fn((seq: number) => after(seq));
    const feed = createFeed({ eventsAfter }, () => Promise.resolve());
    feed.reset(session([one]));
    feed.accept(four);
    feed.accept(two);
    feed.accept(two);
    await pass();
    feed.accept(five);
    expect(feed.conversation.value.messages.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5]);
    expect(eventsAfter).toHaveBeenCalledTimes(1);
  });

  it('keeps early events while the fetch fails, and tries again', async () => {
    const eventsAfter = vi.fn((seq: number) => after(seq)).mockRejectedValueOnce(new Error('offline'));
    const feed = createFeed({ eventsAfter }, () => Promise.resolve());
    feed.reset(session([one]));
    feed.accept(three);
    await pass();
    expect(feed.conversation.value.seq).toBe(1);
    await pass(2_000);
    expect(feed.conversation.value.seq).toBe(5);
  });

  it('needs no fetch when the missing event comes by itself', async () => {
    const feed = createFeed({ eventsAfter: () => new Promise(() => undefined) }, () => Promise.resolve());
    feed.reset(session([one]));
    feed.accept(three);
    feed.accept(two);
    await pass();
    expect(feed.conversation.value.seq).toBe(3);
  });

  it('goes on page by page until the gap is closed', async () => {
    const feed = createFeed({ eventsAfter: (seq) => after(seq, 1) }, () => Promise.resolve());
    feed.reset(session([]));
    feed.accept(five);
    await pass();
    expect(feed.conversation.value.seq).toBe(5);
  });

  it('asks for another session when the service no longer knows the visitor', async () => {
    const lost = vi.fn(() => Promise.resolve());
    const feed = createFeed({ eventsAfter: () => Promise.reject(new ApiError(401, 'no_visitor')) }, lost);
    await feed.pull();
    expect(lost).toHaveBeenCalledOnce();
  });
});
