import { readFileSync } from 'node:fs';
import { isInterfaceType, isObjectType, isScalarType, isSpecifiedScalarType } from 'graphql';
import { describe, expect, it } from 'vitest';
import codegen from '../../codegen.ts';
import { schema } from '../../src/api/graphql/schema.ts';
import type { AccessRule } from '../../src/kit/graphql/access.ts';

const SCALARS = Object.values(schema.getTypeMap())
  .filter(isScalarType)
  .filter((type) => !isSpecifiedScalarType(type));

const FIELDS = Object.values(schema.getTypeMap())
  .filter((type) => isObjectType(type) || isInterfaceType(type))
  .flatMap((type) =>
    Object.values(type.getFields()).map((field) => ({ name: `${type.name}.${field.name}`, field })),
  );

const RULE =
  / Needs: (no key|(ADMIN|ANALYTICS|USER)(?: with the scope ([A-Z]+(?: or [A-Z]+)*))?(, or a user who is signed in with a browser)?(, for own data)?)\.$/;

describe('a description', () => {
  it.each(FIELDS.filter(({ field }) => field.extensions['access'] !== undefined))(
    'of $name ends with who may use it',
    ({ field }) => {
      const { requires, scopes, owner, signedIn } = field.extensions['access'] as AccessRule;
      const [, all, access, named, ownSession, own] = RULE.exec(field.description ?? '') ?? [];
      if (requires === 'ANYONE') expect(all).toBe('no key');
      else expect(access).toBe(requires);
      expect(named?.split(' or ')).toEqual(scopes?.map((scope) => scope.toUpperCase()));
      expect(ownSession !== undefined).toBe(signedIn === true);
      expect(own !== undefined).toBe(owner !== undefined || signedIn === true);
      // Once, and not by hand.
      expect(field.description?.split('Needs:')).toHaveLength(2);
    },
  );

  it('of a field without a rule names none', () => {
    const free = FIELDS.filter(({ field }) => field.extensions['access'] === undefined);
    expect(free.filter(({ field }) => field.description?.includes('Needs:'))).toEqual([]);
  });
});

describe('a scalar', () => {
  it.each(SCALARS)('$name says where it is specified', ({ specifiedByURL }) => {
    expect(specifiedByURL).toMatch(/^https:\/\//);
    expect(URL.canParse(specifiedByURL ?? '')).toBe(true);
  });

  it.each(SCALARS)('$name has one type in generated code', ({ name }) => {
    const [output] = Object.values(codegen.generates);
    const { scalars } = (output as { config: { scalars: Record<string, string> } }).config;
    expect(scalars[name]).toMatch(/^(?:string|number|Record<string, unknown>)$/);
  });

  it.each(['dashboard', 'test'])('has one type in the generated code of %s', (folder) => {
    const types = readFileSync(`${folder}/generated/graphql.ts`, 'utf8');
    expect(types).not.toMatch(/number \| string|string \| number/);
  });
});

describe('a BigInt', () => {
  const type = schema.getType('BigInt');
  const write = (value: unknown) => (isScalarType(type) ? type.serialize(value) : undefined);

  it('is a number, whatever it counts', () => {
    for (const value of [0n, 7n, -7n, 2n ** 53n - 1n, 5]) expect(write(value)).toBe(Number(value));
  });

  it('is never rounded', () => {
    for (const value of [2n ** 53n, -(2n ** 53n), 1.5, '7'])
      expect(() => write(value)).toThrow('beyond the whole numbers');
  });
});
