import type { AnyVariables, Client, TypedDocumentNode } from '@urql/core';
import { useClient } from '@urql/preact';
import { useRef, useState } from 'preact/hooks';
import { graphql } from '../generated/gql.ts';
import { optionsOf } from '../parts/direct.ts';
import { randomText } from '../random.ts';
import { refusalOf } from '../session/session.ts';

graphql(`
  fragment Failed on Error {
    message
    code
    ... on InvalidInputError { issues { path message } }
  }
`);

/** Why something was not done: in the API's words, each problem with the input field it is about. */
export type Failure = {
  readonly message: string;
  readonly code: string | null;
  readonly issues: readonly { readonly path: readonly string[]; readonly message: string }[];
};

/** Every mutation of the page names its one field `result`: it succeeded, or reports an error. */
export type Result = { readonly __typename: string } | Failed;
type Failed = Omit<Failure, 'issues'> & {
  readonly __typename: string;
  readonly issues?: Failure['issues'];
};
export type Mutation<R extends Result, Variables extends AnyVariables> = TypedDocumentNode<
  { readonly result?: R | null },
  Variables
>;
export type Success<R extends Result> = Extract<R, { readonly __typename: `${string}Success` }>;

/** What came of it: what was answered, or why it failed. */
export type Outcome<Done> = { readonly done: Done } | { readonly failure: Failure };

export type Action<Variables, Done> = {
  readonly isBusy: boolean;
  /** Of the last one. */
  readonly failure: Failure | null;
  readonly run: (variables: Variables) => Promise<Outcome<Done>>;
};

const BUSY: Failure = { message: 'The last change is still in progress.', code: null, issues: [] };

type Options = {
  /** Whether the mutation honours `Idempotency-Key`: a repeated request then acts once. */
  readonly isIdempotent?: boolean;
};

/** A mutation. While it runs, a second click does nothing. */
export function useAction<R extends Result, Variables extends AnyVariables>(
  document: Mutation<R, Variables>,
  { isIdempotent = false }: Options = {},
): Action<Variables, Success<R>> {
  const client = useClient();
  const running = useRef(false);
  const keyOf = useIdempotencyKey();
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const run = async (variables: Variables): Promise<Outcome<Success<R>>> => {
    if (running.current) return { failure: BUSY };
    running.current = true;
    setBusy(true);
    const key = isIdempotent ? keyOf(variables) : null;
    const outcome = await mutate(client, document, variables, key);
    running.current = false;
    setBusy(false);
    setFailure('failure' in outcome ? outcome.failure : null);
    return outcome;
  };
  return { isBusy, failure, run };
}

/** Whatever is changed, the lists that may show it are read again. */
const CHANGED = ['User', 'ApiToken', 'AdminKey', 'AuditEvent', 'Webhook', 'SignInSession'];

async function mutate<R extends Result, Variables extends AnyVariables>(
  client: Client,
  document: Mutation<R, Variables>,
  variables: Variables,
  key: string | null,
): Promise<Outcome<Success<R>>> {
  const own = optionsOf(client, document, variables);
  const headers = new Headers(own.headers);
  if (key !== null) headers.set('Idempotency-Key', key);
  const { data, error } = await client
    .mutation(document, variables, {
      fetchOptions: { ...own, headers },
      additionalTypenames: CHANGED,
    })
    .toPromise();
  const result = data?.result;
  if (result == null) return { failure: { ...refusalOf(error), issues: [] } };
  if (!hasFailed(result)) return { done: result as Success<R> };
  return { failure: { issues: [], ...result } };
}

function hasFailed(result: Result): result is Failed {
  return 'message' in result;
}

/** The same key for the same input, so that a retry is one; another one for another input. */
function useIdempotencyKey(): (variables: unknown) => string {
  const last = useRef({ input: '', key: '' });
  return (variables) => {
    const input = JSON.stringify(variables);
    if (last.current.input !== input) last.current = { input, key: randomText() };
    return last.current.key;
  };
}
