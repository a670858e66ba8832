import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { pollingSource, sseSource, webSocketSource, type Handlers } from '../src/api/sources';
import type { StreamEvent } from '../src/api/types';
import { message, pass } from './fixtures';

class FakeSocket {
  onopen: () => void = () => undefined;
  onclose: () => void = () => undefined;
  onmessage: (frame: { data: string }) => void = () => undefined;
  closed = false;
  constructor(readonly url: string) {}
  close(): void { this.closed = true; }
}

let events: StreamEvent[];
let signs: string[];
let handlers: Handlers;
let stop: AbortController;

beforeEach(() => {
  vi.useFakeTimers();
  [events, signs, stop] = [[], [], new AbortController()];
  handlers = {
    open: () => signs.push('open'),
    alive: () => signs.push('alive'),
    event: (event) => events.push(event),
  };
});
afterEach(() => vi.useRealTimers());

describe('the WebSocket', () => {
  let socket: FakeSocket;
  const follow = (): Promise<void> => {
    const connect = (url: string): WebSocket => (socket = new FakeSocket(url)) as unknown as WebSocket;
    return webSocketSource(connect, 'https://tax.example')(7, handlers, stop.signal);
  };

  it('delivers each frame and skips what it cannot read', async () => {
    const end = follow();
    socket.onopen();
    socket.onmessage({ data: JSON.stringify(message(8)) });
    socket.onmessage({ data: 'not json' });
    socket.onmessage({ data: '{"type":"ping"}' });
    socket.onclose();
    await end;
    expect(socket.url).toBe('wss://tax.example/api/v1/chat/ws?after=7');
    expect(events).toEqual([message(8), { type: 'ping' }]);
  });

  it('is given up when not even a ping comes', async () => {
    const end = expect(follow()).rejects.toThrow('silent');
    socket.onopen();
    await pass(44_000);
    socket.onmessage({ data: '{"type":"ping"}' });
    await pass(44_000);
    expect(socket.closed).toBe(false);
    await pass(1_000);
    await end;
    expect(socket.closed).toBe(true);
  });

  it('is given up when it does not open', async () => {
    const end = expect(follow()).rejects.toThrow('silent');
    await pass(8_000);
    await end;
  });

  it('closes when told to', async () => {
    const end = follow();
    stop.abort();
    await end;
    expect(socket.closed).toBe(true);
  });
});

describe('server-sent events', () => {
  let push: (text: string) => void;
  let close: () => void;
  const fetcher = vi.fn<typeof fetch>();

  beforeEach(() => {
    fetcher.mockImplementation((_url, init) => {
      const body = new ReadableStream<Uint8Array>({
        start(controller) {
          push = (text) => { controller.enqueue(new TextEncoder().encode(text)); };
          close = () => { controller.close(); };
          init?.signal?.addEventListener('abort', () => { controller.error(new Error('aborted')); });
        },
      });
      return Promise.resolve(new Response(body, { headers: { 'Content-Type': 'text/event-stream; charset=utf-8' } }));
    });
  });

  it('are put together from chunks cut anywhere, with either line ending', async () => {
    const end = sseSource(fetcher)(7, handlers, stop.signal);
    await pass();
    const text = `event: message\r\nid: 8\r\ndata: ${JSON.stringify(message(8))}\r\n\r\n: ping\n\ndata: {"type":"ping"}\n\n`;
    for (const char of text) push(char);
    close();
    await end;
    expect(fetcher.mock.calls[0]?.[0]).toBe('/api/v1/chat/events?after=7');
    expect(events).toEqual([message(8), { type: 'ping' }]);
  });

  it('count a comment as a sign of life, and silence as the end', async () => {
    const end = expect(sseSource(fetcher)(7, handlers, stop.signal)).rejects.toThrow();
    await pass(30_000);
    push(': still here\n\n');
    await pass(30_000);
    expect(signs).toEqual(['open', 'alive']);
    await pass(5_000);
    await end;
  });

  it('refuse a page that is no event stream', async () => {
    fetcher.mockResolvedValue(new Response('<html>', { headers: { 'Content-Type': 'text/html' } }));
    await expect(sseSource(fetcher)(7, handlers, stop.signal)).rejects.toThrow('no event stream');
  });
});

describe('polling', () => {
  it('hurries up as soon as a reply is due', async () => {
    let interval = 20_000;
    const pull = vi.fn(() => Promise.resolve());
    void pollingSource(pull, () => interval)(7, handlers, stop.signal);
    await pass(5_000);
    expect(pull).toHaveBeenCalledTimes(1);
    interval = 1_200;
    await pass(400);
    expect(pull).toHaveBeenCalledTimes(2);
    stop.abort();
  });

  it('asks at its interval until it is stopped, and ends when a request fails', async () => {
    const pull = vi.fn(() => Promise.resolve());
    const end = expect(pollingSource(pull, () => 2_000)(7, handlers, stop.signal)).rejects.toThrow('down');
    await pass(4_500);
    expect(pull).toHaveBeenCalledTimes(3);
    pull.mockRejectedValue(new Error('down'));
    await pass(3_000);
    await end;
  });
});
