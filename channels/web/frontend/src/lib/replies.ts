import type { Reply } from '../api/types';

/** Whether a reply answers something, so that it is shown in full and can be rated. */
export function isSubstantial(reply: Reply): boolean {
  return reply.outcome === 'answer' || reply.outcome === 'calculation';
}
