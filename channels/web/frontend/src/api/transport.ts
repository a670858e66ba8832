/** Keeps events coming: the best source that works here, resumed for ever, never two at once.
 *
 * Sources stand on a ladder, best first. One that ends is tried again after a back-off. It is given up
 * for the next only when a plain request gets through where it did not (a proxy blocks it): while the
 * service itself is away there is nothing to choose. From a lower rung the better ones are tried anew
 * now and then.
 */

import { sleep, type Backoff } from '../lib/backoff';
import type { Source } from './sources';
import type { StreamEvent } from './types';

export type Connection = 'connecting' | 'live' | 'polling' | 'down';

const REFUSALS = 2;
const CLIMB_MS = 180_000;

export interface TransportOptions {
  /** Best first; the last one is polling. */
  ladder: Source[];
  /** The last sequence number that was applied. */
  after: () => number;
  /** Fetches and applies what is new; throws when the service cannot be reached. */
  pull: () => Promise<void>;
  onEvent: (event: StreamEvent) => void;
  onConnection: (connection: Connection) => void;
  backoff: Backoff;
}

export class Transport {
  private readonly stopping = new AbortController();
  private pause = new AbortController();
  private line = new AbortController();
  private rung = 0;
  private proven = 0;
  private refusals = 0;
  private attempt = 0;

  constructor(private readonly options: TransportOptions) {}

  start(): void {
    void this.run();
  }

  stop(): void {
    this.stopping.abort();
    this.pause.abort();
  }

  /** Something changed (network back, page shown again): do not sit out the back-off. */
  nudge(): void {
    this.attempt = 0;
    this.pause.abort();
    this.options.pull().catch(() => undefined);
  }

  /** The conversation is another one now: follow it from its own last event. */
  restart(): void {
    this.line.abort();
    this.pause.abort();
  }

  private stopped(): boolean {
    return this.stopping.signal.aborted;
  }

  private async run(): Promise<void> {
    const { backoff, onConnection, pull } = this.options;
    while (!this.stopped()) {
      const outcome = await this.follow();
      if (this.stopped()) return;
      if (outcome === 'climb') continue;
      const reachable = await pull().then(() => true, () => false);
      if (outcome === 'refused' && reachable && this.descend()) continue;
      onConnection(reachable ? 'connecting' : 'down');
      this.pause = new AbortController();
      await sleep(backoff(this.attempt++), this.pause.signal);
    }
  }

  /** Follows the present source until it ends: was it of use, refused, or left for a better one? */
  private async follow(): Promise<'used' | 'refused' | 'climb'> {
    const { ladder, after, onEvent, onConnection } = this.options;
    const { rung } = this;
    const end = (this.line = new AbortController());
    const stop = (): void => { end.abort(); };
    this.stopping.signal.addEventListener('abort', stop);
    const climb = rung > 0 ? setTimeout(stop, CLIMB_MS) : undefined;
    const seen = { life: false };
    const handlers = {
      open: () => { onConnection(rung === ladder.length - 1 ? 'polling' : 'live'); },
      alive: () => { seen.life = true; this.prove(rung); },
      event: onEvent,
    };
    await ladder[rung]?.(after(), handlers, end.signal).catch(() => undefined);
    clearTimeout(climb);
    this.stopping.signal.removeEventListener('abort', stop);
    if (end.signal.aborted) { this.rung = 0; return 'climb'; }
    return seen.life ? 'used' : 'refused';
  }

  private prove(rung: number): void {
    this.proven = rung;
    this.attempt = 0;
    this.refusals = 0;
  }

  /** Whether there is another source to go on with at once. */
  private descend(): boolean {
    const last = this.options.ladder.length - 1;
    if (this.rung < this.proven) this.rung = this.proven;
    else if (++this.refusals < REFUSALS || this.rung === last) return false;
    else this.rung += 1;
    this.refusals = 0;
    return true;
  }
}
