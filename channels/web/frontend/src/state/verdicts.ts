/** The taxpayer's verdicts on answers: shown at once, sent in order, taken back when refused. */

import { computed, shallowRef, type ComputedRef } from 'vue';
import type { Client } from '../api/client';
import type { FeedbackEvent } from '../api/types';
import type { Feedback } from './reducer';

export interface Verdicts {
  /** What is shown: the stored verdicts with those on their way laid over. */
  readonly shown: ComputedRef<Readonly<Record<string, Feedback>>>;
  give: (messageId: string, feedback: Feedback) => Promise<void>;
}

export interface VerdictOptions {
  client: Pick<Client, 'feedback'>;
  stored: () => Readonly<Record<string, Feedback>>;
  onStored: (event: FeedbackEvent) => void;
  onError: (error: unknown) => void;
}

export function createVerdicts({ client, stored, onStored, onError }: VerdictOptions): Verdicts {
  const onTheWay = shallowRef<Readonly<Record<string, Feedback>>>({});
  let queue: Promise<void> = Promise.resolve();

  async function deliver(messageId: string, feedback: Feedback): Promise<void> {
    try {
      onStored((await client.feedback(messageId, feedback)).event);
    } catch (error) {
      onError(error);
    }
    if (onTheWay.value[messageId] !== feedback) return; // changed again meanwhile
    onTheWay.value = Object.fromEntries(
      Object.entries(onTheWay.value).filter(([id]) => id !== messageId),
    );
  }

  return {
    shown: computed(() => ({ ...stored(), ...onTheWay.value })),
    give(messageId, feedback) {
      onTheWay.value = { ...onTheWay.value, [messageId]: feedback };
      queue = queue.then(() => deliver(messageId, feedback));
      return queue;
    },
  };
}
