import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memberChanges } from '../../src/domain/provisioning/member-changes.ts';
import type { Complex, Resource } from '../../src/domain/provisioning/scim/attributes.ts';
import { readOperations } from '../../src/domain/provisioning/scim/operations.ts';
import { patched } from '../../src/domain/provisioning/scim/patch.ts';
import { USER_KIND } from '../../src/domain/provisioning/user-kind.ts';

const SEED = 20_261_128;

// One intention can be written in many ways. Each is played on a plain model, and all ways have to do the same.

type Leaf = 'displayName' | 'externalId' | 'name.givenName' | 'name.familyName' | 'work' | 'home';
type Intent = { readonly leaf: Leaf; readonly value: string | null };
type Model = Readonly<Partial<Record<Leaf, string>>>;

const LEAVES: readonly Leaf[] = [
  'displayName',
  'externalId',
  'name.givenName',
  'name.familyName',
  'work',
  'home',
];

const intent = fc.record<Intent>({
  leaf: fc.constantFrom(...LEAVES),
  value: fc.option(fc.constantFrom('a', 'B', 'ç', '"quoted"'), { freq: 3 }),
});
const spelled = fc.nat();

function play(model: Model, { leaf, value }: Intent): Model {
  const { [leaf]: _old, ...rest } = model;
  return value === null ? rest : { ...rest, [leaf]: value };
}

const OPS = {
  add: ['add', 'Add', 'ADD'],
  remove: ['remove', 'Remove'],
  replace: ['replace', 'Replace'],
};
const oneOf = <Item>(items: readonly Item[], at: number): Item => items[at % items.length] as Item;

/** One of the ways in which a client says it. */
function written({ leaf, value }: Intent, model: Model, way: number): object {
  const isEmail = leaf === 'work' || leaf === 'home';
  const path = isEmail ? `emails[type eq "${leaf}"].value` : leaf;
  const named = isEmail
    ? [path, path.replace('emails', 'EMAILS')]
    : [path, path.toUpperCase(), `${USER_KIND.urn}:${path}`];
  const place = oneOf(named, way);
  if (value === null) return { op: oneOf(OPS.remove, way), path: place };
  // Nothing that fits may be replaced only where it is.
  const op =
    isEmail && model[leaf] === undefined
      ? oneOf(OPS.add, way)
      : oneOf([...OPS.add, ...OPS.replace], way);
  const [whole = '', part = ''] = leaf.split('.');
  const forms: object[] = [
    { op, path: place, value },
    { op, value: { [place]: value } },
  ];
  if (part !== '')
    forms.push(
      { op, value: { [whole]: { [part]: value } } },
      { op, path: whole, value: { [part]: value } },
    );
  if (!isEmail) forms.push({ op, path: place, value: [{ value }] });
  return oneOf(forms, way);
}

function modelOf(resource: Resource): Model {
  const name = (resource['name'] ?? {}) as Complex;
  const emails = (resource['emails'] ?? []) as readonly Complex[];
  const all: [Leaf, unknown][] = [
    ['displayName', resource['displayName']],
    ['externalId', resource['externalId']],
    ['name.givenName', name['givenName']],
    ['name.familyName', name['familyName']],
    ['work', emails.find(({ type }) => type === 'work')?.['value']],
    ['home', emails.find(({ type }) => type === 'home')?.['value']],
  ];
  return Object.fromEntries(all.filter(([, value]) => value !== undefined)) as Model;
}

describe('operations of a PATCH', () => {
  it('do what they mean, in whichever way they are written', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(intent, spelled), { minLength: 1, maxLength: 25 }), (acts) => {
        let model: Model = { displayName: 'first', work: 'w@example.com' };
        const Operations = acts.map(([act, way]) => {
          const operation = written(act, model, way);
          model = play(model, act);
          return operation;
        });
        const before: Resource = {
          displayName: 'first',
          emails: [{ value: 'w@example.com', type: 'work', primary: true }],
        };
        const after = patched(USER_KIND, before, readOperations({ Operations }));
        expect(modelOf(after)).toEqual(model);
        expect(before).toEqual({
          displayName: 'first',
          emails: [{ value: 'w@example.com', type: 'work', primary: true }],
        });
      }),
      { seed: SEED, numRuns: 2_000 },
    );
  });

  it('leave at most one primary address, and read over what is not stored', () => {
    const emails = fc.array(
      fc.record({
        value: fc.constantFrom('a@example.com', 'b@example.com'),
        type: fc.constantFrom('work', 'home', 'other'),
        primary: fc.constantFrom(true, false, 'True', 'false'),
      }),
      { minLength: 1, maxLength: 4 },
    );
    const operation = fc.oneof(
      fc.record({
        op: fc.constantFrom('add', 'Replace'),
        path: fc.constant('emails'),
        value: emails,
      }),
      fc.record({
        op: fc.constant('add'),
        path: fc.constantFrom(
          'emails[type eq "work"].primary',
          'emails[value eq "a@example.com"].primary',
        ),
        value: fc.constantFrom(true, 'False'),
      }),
      fc.record({
        op: fc.constantFrom('add', 'replace', 'remove'),
        path: fc.constantFrom(
          'title',
          'phoneNumbers[type eq "work"].value',
          'urn:x:1.0:User:manager',
          'name.middleName',
        ),
        value: fc.anything(),
      }),
      fc.constant({ op: 'remove', path: 'emails[type eq "home"]' }),
    );
    fc.assert(
      fc.property(fc.array(operation, { minLength: 1, maxLength: 12 }), (Operations) => {
        const after = patched(USER_KIND, { userName: 'x' }, readOperations({ Operations }));
        const list = (after['emails'] ?? []) as readonly Complex[];
        expect(list.filter(({ primary }) => primary === true).length).toBeLessThan(2);
        expect(Object.keys(after).every((name) => ['userName', 'emails'].includes(name))).toBe(
          true,
        );
      }),
      { seed: SEED, numRuns: 2_000 },
    );
  });

  it('on members come to what each of them would do alone', () => {
    const id = fc.integer({ min: 1, max: 6 }).map(String);
    const ids = fc.array(id, { maxLength: 4 });
    const value = ids.map((all) => all.map((one) => ({ value: one })));
    const operation = fc.oneof(
      fc.record({ op: fc.constantFrom('add', 'Add'), path: fc.constant('members'), value }),
      fc.record({
        op: fc.constant('remove'),
        path: fc.constant('members'),
        value: value.filter((all) => all.length > 0),
      }),
      fc.record({ op: fc.constant('Replace'), path: fc.constantFrom('members', 'MEMBERS'), value }),
      fc.record({ op: fc.constant('add'), value: value.map((members) => ({ members })) }),
      fc.constant({ op: 'remove', path: 'members' }),
      fc.tuple(id, id).map(([one, two]) => ({
        op: 'Remove',
        path: `members[value eq "${one}" or value eq "${two}"]`,
      })),
    );
    type Sent = { op: string; path?: string; value?: unknown };
    const namedIn = ({ path, value: sent }: Sent): string[] => {
      const given = path ? sent : (sent as { members: unknown }).members;
      const all = (given ?? []) as { value: string }[];
      return [...all.map((one) => one.value), ...(path?.match(/\d/g) ?? [])];
    };
    const alone = (members: ReadonlySet<string>, sent: Sent): Set<string> => {
      const named = namedIn(sent);
      if (sent.op.toLowerCase() === 'add') return new Set([...members, ...named]);
      if (sent.op === 'Replace') return new Set(named);
      if (named.length === 0) return new Set();
      return new Set([...members].filter((one) => !named.includes(one)));
    };
    fc.assert(
      fc.property(fc.array(operation, { minLength: 1, maxLength: 12 }), ids, (sent, first) => {
        const expected = (sent as Sent[]).reduce(alone, new Set(first));
        const { isWhole, added, removed } = memberChanges(readOperations({ Operations: sent }));
        const kept = isWhole ? [] : first.filter((one) => !removed.has(BigInt(one)));
        const found = new Set([...kept, ...[...added].map(String)]);
        expect([...found].toSorted()).toEqual([...expected].toSorted());
      }),
      { seed: SEED, numRuns: 2_000 },
    );
  });
});
