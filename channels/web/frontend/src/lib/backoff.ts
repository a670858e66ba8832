/** Waiting: exponential back-off with jitter, and a sleep that can be cut short. */

export type Backoff = (attempt: number) => number;

/** Milliseconds before try number `attempt` (from 0): doubling up to `cap`, half of it random. */
export function exponential(base: number, cap: number, random: () => number = Math.random): Backoff {
  return (attempt) => Math.min(cap, base * 2 ** Math.min(attempt, 16)) * (0.5 + random() / 2);
}

/** Resolves after `ms`, or at once when `signal` aborts. */
export function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) { resolve(); return; }
    const done = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal?.addEventListener('abort', done);
  });
}
