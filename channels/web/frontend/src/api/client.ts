/** The HTTP calls of the chat. */

import { createCaller, PATIENCE_MS } from './http';
import type { FeedbackEvent, Page, Reason, Sent, Session, Verdict } from './types';

const BASE = '/api/v1/chat';

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
  const { get, post } = createCaller(fetcher, BASE);
  return {
    session: () => get('/session'),
    send: (id, text, wait) =>
      post(`/messages?wait=${wait}`, { client_message_id: id, text }, PATIENCE_MS + wait * 1000),
    eventsAfter: (seq) => get(`/messages?after=${seq}`),
    feedback: (messageId, body) => post(`/messages/${encodeURIComponent(messageId)}/feedback`, body),
  };
}
