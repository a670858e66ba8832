/** Whether words are on their way: the typing sign, and the bot's reply that is due. */

import { ref, type Ref } from 'vue';
import type { Conversation } from './reducer';

const TYPING_MS = 8_000;
const AWAIT_MS = 60_000;

export interface Expectation {
  readonly typing: Readonly<Ref<boolean>>;
  /** The sign fades by itself: the event that ends it may be lost. */
  setTyping: (on: boolean) => void;
  /** The taxpayer's message has just reached the service. */
  asked: () => void;
  /** Since when (epoch ms) the taxpayer waits for the bot's reply; null when nothing is due. */
  awaitingSince: () => number | null;
}

export function createExpectation(conversation: () => Conversation): Expectation {
  const typing = ref(false);
  const askedAt = ref(0);
  let fading: ReturnType<typeof setTimeout> | undefined;

  return {
    typing,
    setTyping(on) {
      clearTimeout(fading);
      typing.value = on;
      if (on) fading = setTimeout(() => { typing.value = false; }, TYPING_MS);
    },
    asked() {
      askedAt.value = Date.now();
    },
    awaitingSince() {
      const { owner, messages } = conversation();
      const due = owner === 'bot' && messages.at(-1)?.sender === 'taxpayer';
      return due && Date.now() - askedAt.value < AWAIT_MS ? askedAt.value : null;
    },
  };
}
