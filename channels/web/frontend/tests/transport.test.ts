import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Handlers, Source } from '../src/api/sources';
import { Transport, type Connection } from '../src/api/transport';
import { exponential } from '../src/lib/backoff';
import { message, pass } from './fixtures';

/** A source whose lines the test opens and cuts. */
class FakeSource {
  opened = 0;
  lastAfter = -1;
  private cut: () => void = () => undefined;
  private handlers: Handlers | null = null;

  constructor(public blocked = false) {}

  readonly source: Source = (after, handlers, signal) => {
    this.opened += 1;
    this.lastAfter = after;
    this.handlers = handlers;
    if (this.blocked) return Promise.reject(new Error('blocked'));
    handlers.open();
    handlers.alive();
    return new Promise((resolve) => {
      this.cut = resolve;
      signal.addEventListener('abort', () => { resolve(); });
    });
  };

  drop(): void { this.cut(); }
  deliver(seq: number): void { this.handlers?.event(message(seq)); }
}

let ws: FakeSource;
let sse: FakeSource;
let poll: FakeSource;
let serviceUp: boolean;
let connections: Connection[];
let seq: number;
let transport: Transport;

function start(): void {
  transport = new Transport({
    ladder: [ws.source, sse.source, poll.source],
    after: () => seq,
    pull: () => (serviceUp ? Promise.resolve() : Promise.reject(new Error('down'))),
    onEvent: (event) => { if ('seq' in event) seq = event.seq; },
    onConnection: (connection) => { connections.push(connection); },
    backoff: () => 1_000,
  });
  transport.start();
}

beforeEach(() => {
  vi.useFakeTimers();
  [ws, sse, poll] = [new FakeSource(), new FakeSource(), new FakeSource()];
  [serviceUp, connections, seq] = [true, [], 4];
});
afterEach(() => {
  transport.stop();
  vi.useRealTimers();
});

describe('the transport', () => {
  it('begins with the WebSocket after the last known event', async () => {
    start();
    await pass();
    expect([ws.opened, sse.opened, poll.opened]).toEqual([1, 0, 0]);
    expect(ws.lastAfter).toBe(4);
    expect(connections).toEqual(['live']);
  });

  it('comes back by itself after a cut, from where it was', async () => {
    start();
    await pass();
    ws.deliver(9);
    ws.drop();
    await pass(1_000);
    expect(ws.opened).toBe(2);
    expect(ws.lastAfter).toBe(9);
    expect(connections).toEqual(['live', 'connecting', 'live']);
  });

  it('falls back to server-sent events where WebSockets are blocked', async () => {
    ws.blocked = true;
    start();
    await pass(1_000);
    expect([ws.opened, sse.opened, poll.opened]).toEqual([2, 1, 0]);
    expect(connections.at(-1)).toBe('live');
  });

  it('falls back to polling where streams are blocked, too', async () => {
    ws.blocked = sse.blocked = true;
    start();
    await pass(2_000);
    expect(poll.opened).toBe(1);
    expect(connections.at(-1)).toBe('polling');
  });

  it('blames no source while the service itself is away', async () => {
    ws.blocked = true;
    serviceUp = false;
    start();
    await pass(10_000);
    expect(sse.opened).toBe(0);
    expect(connections.at(-1)).toBe('down');
    ws.blocked = false;
    serviceUp = true;
    await pass(1_000);
    expect(connections.at(-1)).toBe('live');
  });

  it('tries the better source again after a while, and returns at once if it is still blocked', async () => {
    ws.blocked = sse.blocked = true;
    start();
    await pass(2_000);
    await pass(180_000);
    expect(ws.opened).toBe(3);
    expect(poll.opened).toBe(2);
    ws.blocked = false;
    await pass(180_000);
    expect(connections.at(-1)).toBe('live');
  });

  it('does not sit out the back-off when the network comes back', async () => {
    ws.blocked = true;
    serviceUp = false;
    start();
    await pass();
    ws.blocked = false;
    transport.nudge();
    await pass();
    expect(connections.at(-1)).toBe('live');
  });

  it('follows anew when the conversation is another one', async () => {
    start();
    await pass();
    seq = 1;
    transport.restart();
    await pass();
    expect([ws.opened, ws.lastAfter]).toEqual([2, 1]);
  });

  it('opens nothing more once it is stopped', async () => {
    start();
    await pass();
    transport.stop();
    await pass(600_000);
    expect(ws.opened).toBe(1);
  });
});

describe('the back-off', () => {
  it('doubles up to its cap and is half random', () => {
    expect([0, 1, 2, 9, 999].map(exponential(600, 30_000, () => 1))).toEqual([600, 1_200, 2_400, 30_000, 30_000]);
    expect(exponential(600, 30_000, () => 0)(0)).toBe(300);
  });
});
