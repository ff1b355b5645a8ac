import type { TypedDocumentNode } from '@urql/core';
import { useSubscription } from '@urql/preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { graphql } from '../generated/gql.ts';
import { useBackground } from '../session/background.ts';

type Changes = TypedDocumentNode<unknown, Record<string, unknown>>;

// Two documents: an argument without a value is refused, as it could be taken for everybody or for nobody.
const CHANGES = graphql(`
  subscription MeetingChanges { meetingChanged { id } }
`);
const CHANGES_OF_USER = graphql(`
  subscription UserMeetingChanges($user: UserBy!) { meetingChanged(user: $user) { id } }
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
  const background = useBackground();
  const timer = useRef(0);
  const latest = useRef(onChange);
  latest.current = onChange;
  const report = () => {
    timer.current ||= setTimeout(() => {
      timer.current = 0;
      latest.current();
    }, GATHER_MS);
  };
  // A browser opens few connections to one host: those of hidden tabs are left to the ones that are seen.
  const isPaused = useHidden() || !isAllowed;
  const wasPaused = useRef(isPaused);
  const [{ fetching, data, error }, again] = useSubscription({
    query: (userId === undefined ? CHANGES : CHANGES_OF_USER) as Changes,
    variables: userId === undefined ? {} : { user: { id: userId } },
    context: background,
    pause: isPaused,
  });
  useEffect(() => {
    if (data) report();
  }, [data]);
  useEffect(() => {
    if (wasPaused.current && !isPaused) report();
    wasPaused.current = isPaused;
  }, [isPaused]);
  useEffect(() => {
    if (fetching || isPaused) return;
    // The service ends a stream when it stops or its database is away: what was missed is read first.
    const retry = setTimeout(() => {
      report();
      again();
    }, AGAIN_MS);
    return () => clearTimeout(retry);
  }, [fetching, error, isPaused]);
  useEffect(() => () => clearTimeout(timer.current), []);
}

function useHidden(): boolean {
  const [isHidden, setHidden] = useState(document.hidden);
  useEffect(() => {
    const follow = () => setHidden(document.hidden);
    document.addEventListener('visibilitychange', follow);
    // It may have changed after it was drawn, before anybody listened.
    follow();
    return () => document.removeEventListener('visibilitychange', follow);
  }, []);
  return isHidden;
}
