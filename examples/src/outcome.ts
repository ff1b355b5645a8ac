import type { CreateUserMutation } from './gql/graphql.ts';

/** What to show for each result of the mutation. A result without a case is an error of the type checker. */
export function outcomeOf(result: NonNullable<CreateUserMutation['createUser']>): string {
  switch (result.__typename) {
    case 'CreateUserSuccess':
      return `${result.user.email} ${result.created ? 'was created' : 'was there already'}`;
    case 'InvalidInputError':
      return result.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
    default:
      return result satisfies never;
  }
}
