import { builder, type InputFields } from '../../kit/graphql/builder.ts';
import { type Path, readId } from '../../kit/graphql/ids.ts';
import { checkSentOnce, missingField, useInstead } from '../../kit/graphql/older-field.ts';

export const ApiTokenBy = builder.inputType('ApiTokenBy', {
  isOneOf: true,
  description: 'Identifies one key, in exactly one way.',
  fields: (t) => ({
    id: t.id({ description: 'By opaque id.' }),
    databaseId: t.field({ type: 'BigInt', description: 'By the numeric id of the REST API.' }),
  }),
});

type By = typeof ApiTokenBy.$inferInput;

export function readTokenBy({ id, databaseId }: By, path: Path): bigint {
  return databaseId ?? readId('ApiToken', id ?? '', [...path, 'id']);
}

const USE_TOKEN = useInstead('token');

export type NamedToken = {
  readonly token?: By | null | undefined;
  readonly id?: string | null | undefined;
};

/** The fields of an input that name a key. */
export function keyFields(t: InputFields, description: string) {
  return {
    token: t.field({ type: ApiTokenBy, description: `${description} Required.` }),
    id: t.id({ deprecationReason: USE_TOKEN, description: 'The id of the key.' }),
  };
}

/** The id of the key that an input names. @throws InvalidInputError */
export function readToken({ token, id }: NamedToken): bigint {
  checkSentOnce('token', token, { name: 'id', value: id });
  if (id != null) return readId('ApiToken', id, ['id']);
  if (token == null) throw missingField('token');
  return readTokenBy(token, ['token']);
}
