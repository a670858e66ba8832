/** The contract of the web chat as types: what the service sends and takes, word for word. */

export type Owner = 'bot' | 'waiting' | 'human' | 'closed';
export type Sender = 'taxpayer' | 'bot' | 'agent' | 'system';
export type Verdict = 'up' | 'down';
export type Reason = 'outdated' | 'incomplete' | 'irrelevant' | 'unclear';
export type PolicyStatus = 'in_force' | 'partly_repealed' | 'repealed' | 'pending';
export type OutcomeKind =
  | 'answer'
  | 'ask'
  | 'choose'
  | 'small_talk'
  | 'not_covered'
  | 'hand_off'
  | 'refuse'
  | 'calculation'
  | 'several';

/** A button; a click sends `text` as the taxpayer's own message. */
export interface Option {
  label: string;
  text: string;
  hint?: string | null;
}

/** Dates are ISO days; `effective_to` is exclusive. */
export interface Citation {
  /** What it is known by: a law by its title, any other document by its number. */
  name: string;
  number: string;
  title: string;
  article: string | null;
  effective_from: string;
  effective_to: string | null;
  status: PolicyStatus;
  url: string | null;
}

export interface Reply {
  outcome: OutcomeKind;
  /** Of one part among several: the taxpayer's own question. */
  heading?: string | null;
  question: string | null;
  brief: string;
  detail: string;
  steps: string[];
  citations: Citation[];
  options_title: string | null;
  options: Option[];
  basis: string | null;
  changes?: Option[];
  notice: string | null;
  offer_human: boolean;
  feedback: Verdict | null;
  entry: string | null;
  revision: number | null;
  variant: string | null;
  as_of: string | null;
  confidence: number | null;
  /** Several questions answered one by one; absent in replies stored before there were any. */
  parts?: Reply[];
}

export interface MessageEvent {
  type: 'message';
  seq: number;
  id: string;
  at: string;
  sender: Sender;
  text: string;
  client_message_id: string | null;
  reply: Reply | null;
}

export interface OwnerEvent {
  type: 'owner';
  seq: number;
  at: string;
  owner: Owner;
  reason: string | null;
}

export interface FeedbackEvent {
  type: 'feedback';
  seq: number;
  at: string;
  message_id: string;
  verdict: Verdict;
  reason: Reason | null;
}

/** Events that are part of the conversation: one gapless `seq`. */
export type StoredEvent = MessageEvent | OwnerEvent | FeedbackEvent;

/** Events of the moment: they have no `seq` and are not kept. */
export type PassingEvent = { type: 'typing'; on: boolean } | { type: 'ping' };

export type StreamEvent = StoredEvent | PassingEvent;

export interface Greeting {
  text: string;
  options: Option[];
}

export interface Session {
  conversation_id: string;
  owner: Owner;
  seq: number;
  events: StoredEvent[];
  greeting: Greeting;
  degraded: boolean;
  max_length: number;
}

export interface Page {
  events: StoredEvent[];
  seq: number;
}

export interface Sent {
  message: MessageEvent;
  replies: StoredEvent[];
  complete: boolean;
}

/** What is wrong with one part of a request; `why` is Chinese where a taxpayer filled it in. */
export interface ErrorDetail {
  where: string;
  why: string;
}

export interface ErrorBody {
  error: { code: string; message: string; details?: ErrorDetail[] };
}
