import './graphql.ts';
import type { Domain, PartMakers, PartsOf } from '../../kit/domain.ts';
import { userOfLogin } from './user-of-login.ts';

const parts = {
  userOfLogin: () => userOfLogin,
} satisfies PartMakers;

declare module '../../kit/domain.ts' {
  interface DomainParts extends PartsOf<typeof parts> {}
}

export const signIn: Domain = {
  name: 'sign-in',
  parts,
};
