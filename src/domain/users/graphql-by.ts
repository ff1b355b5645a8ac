import { builder } from '../../kit/graphql/builder.ts';
import type { Context } from '../../kit/graphql/context.ts';
import { type Path, readId } from '../../kit/graphql/ids.ts';
import { checkSentOnce, missingField, type OlderField } from '../../kit/graphql/older-field.ts';
import type { UserName } from './named.ts';
import { findUserByEmail } from './service.ts';

export const UserBy = builder.inputType('UserBy', {
  isOneOf: true,
  description: 'Identifies one user, in exactly one way.',
  fields: (t) => ({
    id: t.id({ description: 'By opaque id.' }),
    databaseId: t.field({ type: 'BigInt', description: 'By the numeric id of the REST API.' }),
    email: t.field({ type: 'EmailAddress', description: 'By email address, case-insensitively.' }),
  }),
});

type By = typeof UserBy.$inferInput;

export function readUserName({ id, databaseId, email }: By, path: Path): UserName {
  if (email != null) return { email };
  return { id: databaseId ?? readId('User', id ?? '', [...path, 'id']) };
}

/** No user has it: what is done with it ends as with any other id that does not exist. */
export const NO_USER = 0n;

/** What an input says about whose it is. */
type NamedUser = { readonly user: By | null | undefined; readonly older: OlderField };

/**
 * The id of the user that an input names; null if it names none. What follows for an address without
 * a user is what follows for an id without one, so that neither shows who exists.
 * @throws InvalidInputError
 */
export async function readUser(
  { app }: Context,
  { user, older }: NamedUser,
): Promise<bigint | null> {
  checkSentOnce('user', user, older);
  if (older.value != null) return readId('User', older.value, [older.name]);
  return user == null ? null : await readNamedUser({ app }, user);
}

/** The same where there is no older field. @throws InvalidInputError */
export async function readNamedUser({ app }: Pick<Context, 'app'>, user: By): Promise<bigint> {
  const name = readUserName(user, ['user']);
  return 'id' in name ? name.id : ((await findUserByEmail(app, name.email))?.id ?? NO_USER);
}

/** As `readUser`. @throws InvalidInputError also if the input names none */
export async function readRequiredUser(context: Context, named: NamedUser): Promise<bigint> {
  const id = await readUser(context, named);
  if (id === null) throw missingField('user');
  return id;
}
