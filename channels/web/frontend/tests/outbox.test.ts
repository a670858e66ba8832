import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiError, NetworkError } from '../src/api/http';
import { createOutbox, type Outbox, type Outgoing } from '../src/state/outbox';
import { FakeService, memoryStore, pass } from './fixtures';

let service: FakeService;
let held: number[];
const store = memoryStore<Outgoing[]>();

function open(online: () => Promise<void> = () => Promise.resolve()): Outbox {
  const client = service.client();
  return createOutbox({
    send: (id, text) => client.send(id, text, 0),
    onSent: () => undefined,
    onHold: (seconds) => { held.push(seconds); },
    online,
    backoff: () => 1_000,
    store,
  });
}

function statuses(outbox: Outbox): string[] {
  return outbox.items.value.map(({ status }) => status);
}

function stored(): string[] {
  return service.events.map((event) => (event.type === 'message' ? event.text : event.type));
}

beforeEach(() => {
  vi.useFakeTimers();
  service = new FakeService();
  held = [];
  store.value = null;
});
afterEach(() => vi.useRealTimers());

describe('the outbox', () => {
  it('sends one message after the other, in order', async () => {
    const outbox = open();
    ['a', 'b', 'c'].forEach(outbox.add);
    await pass();
    expect(stored()).toEqual(['a', 'b', 'c']);
    expect(statuses(outbox)).toEqual(['sent', 'sent', 'sent']);
  });

  it('repeats under the same id when the answer is lost, and stores nothing twice', async () => {
    service.failures = ['lose the answer', new NetworkError('offline')];
    const outbox = open();
    outbox.add('a');
    await pass(5_000);
    expect(new Set(service.calls).size).toBe(1);
    expect(service.calls).toHaveLength(3);
    expect(stored()).toEqual(['a']);
  });

  it('gives up after four tries and keeps the id for the retry by hand', async () => {
    service.failures = Array.from({ length: 4 }, () => new NetworkError('offline'));
    const outbox = open();
    outbox.add('a');
    await pass(60_000);
    expect(outbox.items.value[0]).toMatchObject({ status: 'failed', code: 'network' });
    outbox.retry(service.calls[0] ?? '');
    await pass();
    expect(new Set(service.calls).size).toBe(1);
    expect(stored()).toEqual(['a']);
  });

  it('does not repeat what the service refuses for good', async () => {
    service.failures = [new ApiError(422, 'text_too_long')];
    const outbox = open();
    outbox.add('a');
    await pass(60_000);
    expect(outbox.items.value[0]).toMatchObject({ status: 'failed', code: 'text_too_long' });
    expect(service.calls).toHaveLength(1);
  });

  it('waits as long as the service asks when there were too many, then goes on', async () => {
    service.failures = [new ApiError(429, 'too_many_requests', 7)];
    const outbox = open();
    outbox.add('a');
    await pass(6_900);
    expect(service.calls).toHaveLength(1);
    expect(held).toEqual([7]);
    await pass(200);
    expect(stored()).toEqual(['a']);
  });

  it('leaves a long wait to the taxpayer', async () => {
    service.failures = [new ApiError(429, 'too_many_requests', 3_600)];
    const outbox = open();
    outbox.add('a');
    await pass();
    expect(statuses(outbox)).toEqual(['failed']);
  });

  it('waits for the network without using up its tries', async () => {
    let back: () => void = () => undefined;
    const outbox = open(() => new Promise((resolve) => { back = resolve; }));
    outbox.add('a');
    await pass(600_000);
    expect(service.calls).toHaveLength(0);
    back();
    await pass();
    expect(stored()).toEqual(['a']);
  });

  it('stops repeating once the message arrived as an event', async () => {
    service.failures = ['lose the answer'];
    const outbox = open();
    outbox.add('a');
    await pass();
    outbox.settle(new Set(service.calls));
    await pass(10_000);
    expect(service.calls).toHaveLength(1);
    expect(outbox.items.value).toEqual([]);
  });

  it('brings back after a reload what had not gone out, as failed', async () => {
    const before = open(() => new Promise(() => undefined));
    before.add('a');
    await pass();
    const reopened = open();
    expect(reopened.items.value[0]).toMatchObject({ text: 'a', status: 'failed', code: 'interrupted' });
    expect(reopened.items.value[0]?.clientMessageId).toBe(before.items.value[0]?.clientMessageId);
  });
});
