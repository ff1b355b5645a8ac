import { outsideRequestScope } from '../../core/request/scope.ts';

/**
 * One answer for all who ask while another question is under way: it is asked after each of them, so it is
 * true at the time of each. There is never more than one question at a time.
 */
export function oneAtATime<Answer>(ask: () => Promise<Answer>): () => Promise<Answer> {
  let running: Promise<unknown> = Promise.resolve();
  let next: Promise<Answer> | null = null;
  return () => {
    next ??= running.then(() => {
      next = null;
      const answer = outsideRequestScope(ask);
      running = answer.catch(() => {});
      return answer;
    });
    return next;
  };
}
