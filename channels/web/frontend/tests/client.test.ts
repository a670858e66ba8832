import { describe, expect, it, vi } from 'vitest';
import { createClient } from '../src/api/client';
import { ApiError, NetworkError } from '../src/api/http';

function answering(response: Response) {
  return createClient(vi.fn(() => Promise.resolve(response)));
}

describe('the client', () => {
  it('reads code and delay from a refusal', async () => {
    const body = JSON.stringify({ error: { code: 'too_many_requests', message: '…' } });
    const refused = answering(new Response(body, { status: 429, headers: { 'Retry-After': '12' } })).session();
    await expect(refused).rejects.toEqual(new ApiError(429, 'too_many_requests', 12));
  });

  it("gives a proxy's page a code, too", async () => {
    const refused = answering(new Response('<html>', { status: 502 })).session();
    await expect(refused).rejects.toMatchObject({ status: 502, code: 'http_502', retryAfter: null });
  });

  it('tells a failed connection and an unreadable answer from a refusal', async () => {
    const cut = createClient(() => Promise.reject(new TypeError('failed to fetch')));
    await expect(cut.session()).rejects.toBeInstanceOf(NetworkError);
    await expect(answering(new Response('<html>')).session()).rejects.toBeInstanceOf(NetworkError);
  });

  it('sends the client message id and the seconds to wait', async () => {
    const fetcher = vi.fn<typeof fetch>(() => Promise.resolve(new Response('{}')));
    await createClient(fetcher).send('id-1', '你好', 8);
    const [url, init] = fetcher.mock.calls[0] ?? [];
    expect(url).toBe('/api/v1/chat/messages?wait=8');
    expect(init?.body).toBe('{"client_message_id":"id-1","text":"你好"}');
  });
});
