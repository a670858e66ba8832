/** The conversation as a fold over its events: a snapshot and what came after equals a later snapshot. */

import type { MessageEvent, Owner, Reason, Session, StoredEvent, Verdict } from '../api/types';

export interface Feedback {
  verdict: Verdict;
  reason: Reason | null;
}

export interface Conversation {
  readonly id: string;
  readonly seq: number;
  readonly owner: Owner;
  readonly messages: readonly MessageEvent[];
  /** The last verdict on each message, by message id. */
  readonly feedback: Readonly<Record<string, Feedback>>;
}

export const NO_CONVERSATION: Conversation = { id: '', seq: 0, owner: 'bot', messages: [], feedback: {} };

/** A snapshot may begin in the middle (it has the last events only), so its own fields have the last word. */
export function fromSession(session: Session): Conversation {
  const folded = session.events.reduce(apply, { ...NO_CONVERSATION, id: session.conversation_id });
  return { ...folded, owner: session.owner, seq: session.seq };
}

/** Where an event stands: already applied, the very next one, or beyond something not yet seen. */
export function place(conversation: Conversation, event: StoredEvent): 'old' | 'next' | 'early' {
  if (event.seq <= conversation.seq) return 'old';
  return event.seq === conversation.seq + 1 ? 'next' : 'early';
}

/** Applies the next event. A kind not known here changes nothing but `seq`. */
export function apply(conversation: Conversation, event: StoredEvent): Conversation {
  const next = { ...conversation, seq: event.seq };
  switch (event.type) {
    case 'message':
      return withMessage(next, event);
    case 'owner':
      return { ...next, owner: event.owner };
    case 'feedback':
      return withFeedback(next, event.message_id, { verdict: event.verdict, reason: event.reason });
    default:
      return next;
  }
}

/** A message carries the verdict of the moment it is read; here it has one place, the feedback map. */
function withMessage(conversation: Conversation, event: MessageEvent): Conversation {
  const { reply } = event;
  if (!reply?.feedback) return { ...conversation, messages: [...conversation.messages, event] };
  const bare = { ...event, reply: { ...reply, feedback: null } };
  const held = { ...conversation, messages: [...conversation.messages, bare] };
  return withFeedback(held, event.id, { verdict: reply.feedback, reason: null });
}

function withFeedback(conversation: Conversation, messageId: string, feedback: Feedback): Conversation {
  return { ...conversation, feedback: { ...conversation.feedback, [messageId]: feedback } };
}
