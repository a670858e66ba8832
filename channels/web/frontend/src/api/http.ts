/** Calls to the service: JSON in, JSON out, every failure one of two errors. */

import type { ErrorBody, ErrorDetail } from './types';

export const PATIENCE_MS = 12_000;

/** The service answered, and said no. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly retryAfter: number | null = null,
    readonly details: readonly ErrorDetail[] = [],
  ) {
    super(`${status} ${code}`);
    this.name = 'ApiError';
  }
}

/** No answer: offline, cut off, or too slow. The call may or may not have been carried out. */
export class NetworkError extends Error {
  override readonly name = 'NetworkError';
}

export interface Caller {
  get: <T>(path: string) => Promise<T>;
  post: <T>(path: string, body: unknown, patience?: number) => Promise<T>;
}

/** Calls below `base`. */
export function createCaller(fetcher: typeof fetch, base: string): Caller {
  return {
    get: (path) => call(fetcher, base + path, { method: 'GET' }, PATIENCE_MS),
    post: (path, body, patience = PATIENCE_MS) =>
      call(
        fetcher,
        base + path,
        { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) },
        patience,
      ),
  };
}

async function call<T>(fetcher: typeof fetch, url: string, init: RequestInit, patience: number): Promise<T> {
  const abort = new AbortController();
  const timer = setTimeout(() => { abort.abort(); }, patience);
  try {
    const response = await fetcher(url, { ...init, cache: 'no-store', signal: abort.signal });
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
  const details = body?.error?.details ?? [];
  return new ApiError(response.status, code, Number.isNaN(seconds) ? null : seconds, details);
}

/** The code under which a failed call is explained; see `errorText`. */
export function codeOf(error: unknown): string {
  return error instanceof ApiError ? error.code : 'unreachable';
}
