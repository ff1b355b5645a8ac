import { useSubscription } from '@urql/preact';
import { useEffect, useRef } from 'preact/hooks';
import { graphql } from '../generated/gql.ts';

const CHANGED = graphql(`
  subscription MeetingChanges($user: UserBy) { meetingChanged(user: $user) { id } }
`);

/** Many meetings may change at once: the page is read again once for all of them. */
const GATHER_MS = 1_000;
const AGAIN_MS = 5_000;

type Options = {
  readonly userId?: string | undefined;
  /** Whether the caller may subscribe. */
  readonly isAllowed: boolean;
  readonly onChange: () => void;
};

/** Calls back after meetings changed, as long as the page shows what they change. */
export function useMeetingChanges({ userId, isAllowed, onChange }: Options): void {
  const timer = useRef(0);
  const latest = useRef(onChange);
  latest.current = onChange;
  const report = () => {
    timer.current ||= setTimeout(() => {
      timer.current = 0;
      latest.current();
    }, GATHER_MS);
  };
  const [{ fetching, data, error }, again] = useSubscription({
    query: CHANGED,
    variables: { user: userId === undefined ? null : { id: userId } },
    pause: !isAllowed,
  });
  useEffect(() => {
    if (data) report();
  }, [data]);
  useEffect(() => {
    if (fetching || !isAllowed) return;
    // The service ends a stream when it stops or its database is away: what was missed is read first.
    const retry = setTimeout(() => {
      report();
      again();
    }, AGAIN_MS);
    return () => clearTimeout(retry);
  }, [fetching, error, isAllowed]);
  useEffect(() => () => clearTimeout(timer.current), []);
}
