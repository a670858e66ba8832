/** The HTTP calls of the chat: JSON in, JSON out, every failure one of two errors. */

import type { ErrorBody, FeedbackEvent, Page, Reason, Sent, Session, Verdict } from './types';

const BASE = '/api/v1/chat';
const PATIENCE_MS = 12_000;

/** The service answered, and said no. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly retryAfter: number | null = null,
  ) {
    super(`${status} ${code}`);
    this.name = 'ApiError';
  }
}

/** No answer: offline, cut off, or too slow. The call may or may not have been carried out. */
export class NetworkError extends Error {
  override readonly name = 'NetworkError';
}

export interface FeedbackBody {
  verdict: Verdict;
  reason: Reason | null;
}

export interface Client {
  session: () => Promise<Session>;
  /** Safe to repeat with the same `id`: the service stores a message once. */
  send: (id: string, text: string, wait: number) => Promise<Sent>;
  eventsAfter: (seq: number) => Promise<Page>;
  feedback: (messageId: string, body: FeedbackBody) => Promise<{ event: FeedbackEvent }>;
}

export function createClient(fetcher: typeof fetch = (...args) => fetch(...args)): Client {
  const get = <T>(path: string): Promise<T> => call(fetcher, path, { method: 'GET' });
  const post = <T>(path: string, body: unknown, patience = PATIENCE_MS): Promise<T> =>
    call(
      fetcher,
      path,
      { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) },
      patience,
    );
  return {
    session: () => get('/session'),
    send: (id, text, wait) =>
      post(`/messages?wait=${wait}`, { client_message_id: id, text }, PATIENCE_MS + wait * 1000),
    eventsAfter: (seq) => get(`/messages?after=${seq}`),
    feedback: (messageId, body) => post(`/messages/${encodeURIComponent(messageId)}/feedback`, body),
  };
}

async function call<T>(
  fetcher: typeof fetch,
  path: string,
  init: RequestInit,
  patience = PATIENCE_MS,
): Promise<T> {
  const abort = new AbortController();
  const timer = setTimeout(() => { abort.abort(); }, patience);
  try {
    const response = await fetcher(BASE + path, { ...init, cache: 'no-store', signal: abort.signal });
    if (!response.ok) throw await refusal(response);
    return (await response.json()) as T;
  } catch (error) {
    if (error instanceof ApiError) throw error;
    throw new NetworkError(String(error), { cause: error });
  } finally {
    clearTimeout(timer);
  }
}

/** A refusal without a readable body (a proxy's page, say) still has a code. */
async function refusal(response: Response): Promise<ApiError> {
  const seconds = Number.parseInt(response.headers.get('Retry-After') ?? '', 10);
  const body = (await response.json().catch(() => null)) as Partial<ErrorBody> | null;
  const code = body?.error?.code ?? `http_${response.status}`;
  return new ApiError(response.status, code, Number.isNaN(seconds) ? null : seconds);
}
