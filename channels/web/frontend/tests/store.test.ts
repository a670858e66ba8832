import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Client } from '../src/api/client';
import { ApiError } from '../src/api/http';
import type { StreamEvent } from '../src/api/types';
import { createChatStore, type ChatStore, type TransportHooks } from '../src/state/store';
import { FakeService, memoryStore, message, owner, pass } from './fixtures';

let service: FakeService;
let hooks: TransportHooks;
const restart = vi.fn();

function open(changes: Partial<Client> = {}): ChatStore {
  return createChatStore({
    client: { ...service.client(), ...changes },
    outboxStore: memoryStore(),
    backoff: () => 1_000,
    online: () => Promise.resolve(),
    createTransport: (given) => {
      hooks = given;
      return { start: () => { given.onConnection('live'); }, stop: () => undefined, nudge: () => undefined, restart };
    },
  });
}

async function opened(changes: Partial<Client> = {}): Promise<ChatStore> {
  const store = open(changes);
  void store.start();
  await pass();
  return store;
}

function deliver(event: StreamEvent): void {
  hooks.onEvent(event);
}

beforeEach(() => {
  vi.useFakeTimers();
  service = new FakeService();
});
afterEach(() => vi.useRealTimers());

describe('the store', () => {
  it('resumes the conversation that the session brings', async () => {
    service.say('taxpayer');
    service.say('bot');
    const store = await opened();
    expect(store.messages).toHaveLength(2);
    expect(store.connection).toBe('live');
  });

  it('keeps trying until the service is there, and says why it waits', async () => {
    const session = vi.fn(service.client().session).mockRejectedValueOnce(new ApiError(503, 'unavailable'));
    const store = await opened({ session });
    expect([store.ready, store.trouble]).toEqual([false, 'unavailable']);
    await pass(1_000);
    expect([store.ready, store.trouble]).toEqual([true, null]);
  });

  it('shows a sent message once, whichever of answer and event comes first', async () => {
    const store = await opened();
    store.send('你好');
    expect(store.outgoing).toHaveLength(1);
    await pass();
    const [stored] = service.events;
    if (stored) deliver(stored);
    expect(store.outgoing).toHaveLength(0);
    expect(store.messages.map(({ text }) => text)).toEqual(['你好']);
  });

  it('asks to wait for the reply inline only while no stream is up', async () => {
    const send = vi.fn(service.client().send);
    const store = await opened({ send });
    store.send('a');
    await pass();
    hooks.onConnection('polling');
    store.send('b');
    await pass();
    expect(send.mock.calls.map(([, text, wait]) => [text, wait])).toEqual([['a', 0], ['b', 8]]);
  });

  it('awaits a reply from the bot, but not from one who was told to be silent', async () => {
    const store = await opened();
    expect(store.awaitingSince()).toBeNull();
    store.send('你好');
    await pass();
    expect(store.awaitingSince()).not.toBeNull();
    deliver(owner(2, 'waiting'));
    expect(store.awaitingSince()).toBeNull();
  });

  it('ends the typing sign with the message, and by itself', async () => {
    const store = await opened();
    deliver({ type: 'typing', on: true });
    expect(store.typing).toBe(true);
    deliver(message(1));
    expect(store.typing).toBe(false);
    deliver({ type: 'typing', on: true });
    await pass(8_000);
    expect(store.typing).toBe(false);
  });

  it('gives the words of a refused message back to the input box', async () => {
    service.failures = [new ApiError(422, 'text_too_long')];
    const store = await opened();
    store.send('很长的话');
    await pass();
    store.takeBack(store.outgoing[0]?.clientMessageId ?? '');
    expect([store.draft, store.outgoing.length]).toEqual(['很长的话', 0]);
  });

  it('loads the other conversation when the service no longer has ours', async () => {
    for (let i = 0; i < 5; i++) service.say('bot');
    const store = await opened();
    service.events.length = 0;
    store.send('还在吗');
    await pass();
    expect(store.messages.map(({ text }) => text)).toEqual(['还在吗']);
    expect(store.outgoing).toHaveLength(0);
    expect(restart).toHaveBeenCalledOnce();
  });

  it('drops the degraded notice once the service is whole again, and keeps the conversation', async () => {
    const session = vi.fn(() => service.client().session().then((s) => ({ ...s, degraded: session.mock.calls.length < 3 })));
    const store = await opened({ session });
    deliver(message(1));
    await pass(60_000);
    expect([store.degraded, store.messages.length]).toEqual([true, 1]);
    await pass(60_000);
    expect([store.degraded, store.messages.length]).toEqual([false, 1]);
    store.stop();
  });

  it('says so when the browser keeps no cookie', async () => {
    const store = await opened({ eventsAfter: () => Promise.reject(new ApiError(401, 'no_visitor')) });
    await expect(hooks.pull()).rejects.toThrow();
    expect(store.trouble).toBe('cookies_blocked');
  });
});

describe('a verdict', () => {
  it('is shown at once, and stays when it is stored', async () => {
    const answer = service.say('bot');
    const store = await opened();
    const given = store.rate(answer.id, { verdict: 'down', reason: 'outdated' });
    expect(store.feedback[answer.id]?.verdict).toBe('down');
    await given;
    expect(store.feedback[answer.id]).toEqual({ verdict: 'down', reason: 'outdated' });
  });

  it('is taken back when the service refuses it', async () => {
    const answer = service.say('bot');
    const store = await opened({ feedback: () => Promise.reject(new ApiError(404, 'message_not_found')) });
    await store.rate(answer.id, { verdict: 'up', reason: null });
    expect(store.feedback[answer.id]).toBeUndefined();
    expect(store.trouble).toBe('message_not_found');
  });
});
