import './graphql.ts';
import './graphql-links.ts';
import DataLoader from 'dataloader';
import { idRead } from '../../data/coalescing/shared-read.ts';
import type { Domain, PartMakers, PartsOf } from '../../kit/domain.ts';
import type { LoaderMakers, LoadersOf } from '../../kit/graphql/loaders.ts';
import { nodeKind } from '../../kit/graphql/node-queries.ts';
import { ifThere } from '../../kit/graphql/row-loaders.ts';
import { listSessionsOf, loadSignInSessions } from '../../security/sessions/list.ts';
import { SignInSessionRef } from './graphql-sessions.ts';
import { isLoginSuspended, userOfLogin } from './user-of-login.ts';

const parts = {
  userOfLogin: () => userOfLogin,
  isLoginSuspended: () => isLoginSuspended,
} satisfies PartMakers;

declare module '../../kit/domain.ts' {
  interface DomainParts extends PartsOf<typeof parts> {}
}

const SESSIONS = idRead(listSessionsOf);

const loaders = {
  signInSession: ifThere(loadSignInSessions),
  sessionsOfUser: ({ app }) =>
    new DataLoader((ids: readonly bigint[]) => app.sharedReads.each(app, SESSIONS, ids)),
} satisfies LoaderMakers;

declare module '../../kit/graphql/loaders.ts' {
  interface Loaders extends LoadersOf<typeof loaders> {}
}

declare module '../../kit/graphql/ids.ts' {
  interface NodeTypes {
    readonly SignInSession: true;
  }
}

export const signIn: Domain = {
  name: 'sign-in',
  parts,
  loaders,
  nodes: [
    nodeKind({
      type: 'SignInSession',
      ref: SignInSessionRef,
      load: ({ signInSession }, id) => signInSession.load(id),
      seenBy: 'ADMIN',
      ownerOf: ({ userId }) => userId ?? 0n,
    }),
  ],
};
