import { type Answer, type Incoming, optionsAnswer } from '../../core/http/exchange.ts';
import type { HttpRefusal } from '../http/refusal.ts';
import { mayBeForged, NEEDS_HEADER } from './csrf.ts';
import { badRequest, graphqlRefusal } from './refusals.ts';

const METHODS = ['GET', 'HEAD', 'POST', 'OPTIONS'];
const OTHER_METHOD: HttpRefusal = {
  status: 405,
  message: 'Use POST, or GET for queries',
  headers: { allow: METHODS.join(', ') },
};

/** The answer to a request whose method runs nothing, or that a page of another site may have sent; null for others. */
export function answerOtherMethod(request: Incoming): Answer | null {
  const { method } = request;
  if (method === 'POST') return null;
  if (method === 'OPTIONS') return optionsAnswer(METHODS);
  if (method !== 'GET') return graphqlRefusal(request, OTHER_METHOD);
  return mayBeForged(request) ? badRequest(request, NEEDS_HEADER) : null;
}
