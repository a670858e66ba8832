/** The chat as the page sees it: one conversation, what is on its way, and how the line is. */

import { computed, reactive, ref, shallowRef, watch, type InjectionKey } from 'vue';
import type { Client } from '../api/client';
import { ApiError } from '../api/http';
import type { Connection, Transport, TransportOptions } from '../api/transport';
import type { Greeting, Sent, StreamEvent } from '../api/types';
import { sleep, type Backoff } from '../lib/backoff';
import type { Store } from '../lib/storage';
import { createExpectation } from './expectation';
import { createFeed } from './feed';
import { createOutbox, type Outgoing } from './outbox';
import { place } from './reducer';
import { createVerdicts } from './verdicts';

export const HAND_OFF = '转人工';
export const BACK_TO_BOT = '继续问机器人';

const INLINE_WAIT_S = 8;
const DEGRADED_CHECK_MS = 60_000;

export type TransportHooks = Pick<TransportOptions, 'after' | 'pull' | 'onEvent' | 'onConnection'>;

export interface StoreOptions {
  client: Client;
  outboxStore: Store<Outgoing[]>;
  backoff: Backoff;
  /** Resolves when the browser has a network. */
  online: () => Promise<void>;
  createTransport: (hooks: TransportHooks) => Pick<Transport, 'start' | 'stop' | 'nudge' | 'restart'>;
}

export type ChatStore = ReturnType<typeof createChatStore>;
export const CHAT: InjectionKey<ChatStore> = Symbol('chat');

export function createChatStore(options: StoreOptions) {
  const { client } = options;
  const ready = ref(false);
  const connection = ref<Connection>('connecting');
  const greeting = shallowRef<Greeting>({ text: '', options: [] });
  const degraded = ref(false);
  const maxLength = ref(2000);
  /** The words in the input box. */
  const draft = ref('');
  /** When sending is possible again (epoch ms), after the service said: too many. */
  const heldUntil = ref(0);
  /** The code of the last failure that concerns no single message. */
  const trouble = ref<string | null>(null);

  const feed = createFeed(client, recover);
  const expectation = createExpectation(() => feed.conversation.value);
  const outbox = createOutbox({
    ...options,
    store: options.outboxStore,
    send: (id, text) => client.send(id, text, connection.value === 'live' ? 0 : INLINE_WAIT_S),
    onSent,
    onHold: (seconds) => { heldUntil.value = Date.now() + seconds * 1000; },
  });
  const verdicts = createVerdicts({
    client,
    stored: () => feed.conversation.value.feedback,
    onStored: feed.accept,
    onError: report,
  });
  const transport = options.createTransport({
    after: () => feed.conversation.value.seq,
    pull: feed.pull,
    onEvent: receive,
    onConnection: (value) => { connection.value = value; },
  });

  const messages = computed(() => feed.conversation.value.messages);
  const arrived = computed(() => new Set(messages.value.map((message) => message.client_message_id ?? '')));
  const outgoing = computed(() => outbox.items.value.filter((item) => !arrived.value.has(item.clientMessageId)));
  watch(messages, () => { expectation.setTyping(false); }, { flush: 'sync' });
  watch(arrived, (ids) => {
    if (outbox.items.value.some((item) => ids.has(item.clientMessageId))) expectation.asked();
    outbox.settle(ids);
  }, { flush: 'sync' });

  function receive(event: StreamEvent): void {
    if ('seq' in event) feed.accept(event);
    else if (event.type === 'typing') expectation.setTyping(event.on);
  }

  function report(error: unknown): void {
    trouble.value = error instanceof ApiError ? error.code : 'network';
  }

  function onSent({ message, replies }: Sent): void {
    const id = message.client_message_id ?? '';
    // Stored under a number that we hold for something else: the conversation is not the one we show.
    const stranger = place(feed.conversation.value, message) === 'old' && !arrived.value.has(id);
    if (stranger) reload().then(() => { outbox.remove(id); }, () => undefined);
    else [message, ...replies].forEach(feed.accept);
  }

  async function load(): Promise<void> {
    const session = await client.session();
    feed.reset(session);
    greeting.value = session.greeting;
    degraded.value = session.degraded;
    maxLength.value = session.max_length;
    ready.value = true;
  }

  async function reload(): Promise<void> {
    await load();
    transport.restart();
  }

  /** The service forgot us. Should it do so again at once, the browser keeps no cookie of ours. */
  async function recover(): Promise<void> {
    await reload();
    await client.eventsAfter(feed.conversation.value.seq).catch((error: unknown) => {
      if (error instanceof ApiError && error.status === 401) trouble.value = 'cookies_blocked';
      throw error;
    });
  }

  let checking: ReturnType<typeof setInterval> | undefined;
  async function start(): Promise<void> {
    for (let attempt = 0; !ready.value; attempt++) {
      await options.online();
      await load().catch((error: unknown) => {
        report(error);
        return sleep(options.backoff(attempt));
      });
    }
    trouble.value = null;
    transport.start();
    checking = setInterval(() => { if (degraded.value) void checkDegraded(); }, DEGRADED_CHECK_MS);
  }

  async function checkDegraded(): Promise<void> {
    degraded.value = await client.session().then((session) => session.degraded, () => true);
  }

  /** Gives a message that did not go out back to the input box. */
  function takeBack(id: string): void {
    const item = outbox.items.value.find(({ clientMessageId }) => clientMessageId === id);
    if (item) draft.value = [draft.value, item.text].filter(Boolean).join('\n');
    outbox.remove(id);
  }

  return reactive({
    ready, connection, greeting, degraded, maxLength, draft, heldUntil, trouble, messages, outgoing,
    owner: computed(() => feed.conversation.value.owner),
    feedback: verdicts.shown,
    typing: expectation.typing,
    awaitingSince: expectation.awaitingSince,
    start,
    stop: () => { transport.stop(); clearInterval(checking); },
    nudge: () => { transport.nudge(); },
    send: outbox.add,
    retry: outbox.retry,
    takeBack,
    rate: verdicts.give,
    forgetTrouble: () => { trouble.value = null; },
  });
}
