import './graphql.ts';
import type { Domain, PartMakers, PartsOf } from '../../kit/domain.ts';
import { isLoginSuspended, userOfLogin } from './user-of-login.ts';

const parts = {
  userOfLogin: () => userOfLogin,
  isLoginSuspended: () => isLoginSuspended,
} satisfies PartMakers;

declare module '../../kit/domain.ts' {
  interface DomainParts extends PartsOf<typeof parts> {}
}

export const signIn: Domain = {
  name: 'sign-in',
  parts,
};
