import {
  type GraphQLArgument,
  getNamedType,
  getVariableValues,
  isInputObjectType,
  isNonNullType,
  Kind,
  parse,
  validate,
} from 'graphql';
import { schema } from '../../../src/api/graphql/schema.ts';
import { isCondition } from '../../../src/kit/graphql/narrows.ts';
import { ABSENT, fixed, Own, print, sampleFor, toJson, Variable, withAt } from './samples.ts';
import { selectionOf } from './selection.ts';
import { type AnyField, allSlots, type Slot } from './slots.ts';

// For every argument and every field of an input: a document for each way to give it, or not.

export type SentDocument = {
  /** Such as `UpdateUserInput.name`, or `(first: Int)`. */
  readonly slot: string;
  /** Each under a name of its own in the answer. */
  readonly ways: readonly Way[];
  readonly isMutation: boolean;
  /** False where it is refused as a whole, before anything runs. */
  readonly isRun: boolean;
  readonly document: string;
  readonly variables: (subjectOf: SubjectOf) => object;
};

/** Each way has a subject of its own. */
export type SubjectOf = (way: Way) => number;

const WAYS = [
  ...['absent', 'null', 'a literal', 'a variable', 'an absent variable', 'a null variable'],
  ...['absent in a variable', 'null in a variable', 'given in a variable'],
] as const;
type Way = (typeof WAYS)[number];

/** For each slot one document with the ways that run, and one for each that does not. */
export function allDocuments(): SentDocument[] {
  return allSlots().flatMap((slot) => {
    const parts = WAYS.flatMap((way) => partFor(slot, way) ?? []);
    const alone = parts.map((part) => ({ part, asked: assembled(slot, [part], true) }));
    const running = alone.filter(({ part, asked }) => isRunnable(slot, part.way, asked));
    const refused = alone.filter((one) => !running.includes(one));
    // A change with a variable of its own is sent alone, as clients do.
    const isAlone = ({ part }: (typeof alone)[number]) =>
      slot.host.isMutation && /^an? .*variable$/.test(part.way);
    const together = running.filter((one) => !isAlone(one)).map(({ part }) => part);
    return [
      ...running.filter(isAlone).map(({ asked }) => asked),
      ...(together.length === 0 ? [] : [assembled(slot, together, true)]),
      ...refused.map(({ part }) => assembled(slot, [part], false)),
    ];
  });
}

function isRunnable(
  { path, argument }: Slot,
  way: Way,
  { document, variables }: SentDocument,
): boolean {
  const source = parse(document);
  if (validate(schema, source).length > 0) return false;
  const [definition] = source.definitions;
  if (definition?.kind !== Kind.OPERATION_DEFINITION) return false;
  const given = variables(() => 1) as Record<string, unknown>;
  const values = getVariableValues(schema, definition.variableDefinitions ?? [], given);
  // A condition without a value is refused: see filter-conditions.test.ts and narrowing.test.ts.
  const inFilter = getNamedType(argument.type).name.endsWith('Filter') && path.length > 0;
  const refusesNull = inFilter || isNarrowing({ path, argument });
  return values.errors === undefined && !(refusesNull && /null|absent v/.test(way));
}

function isNarrowing({
  path: [name, ...below],
  argument,
}: Pick<Slot, 'path' | 'argument'>): boolean {
  if (name === undefined) return isCondition(argument);
  const inner = getNamedType(argument.type);
  const field = isInputObjectType(inner) ? inner.getFields()[name] : undefined;
  return field !== undefined && below.length === 0 && isCondition(field);
}

/** One way to give an argument, under its own names. */
type Part = {
  readonly way: Way;
  readonly call: string;
  readonly declared: readonly string[];
  readonly variables: (subject: number) => object;
};

function partFor({ host, argument, path, type }: Slot, way: Way): Part | null {
  const inVariable = way.endsWith('in a variable');
  if (inVariable && path.length === 0) return null;
  const mark = `_${WAYS.indexOf(way)}`;
  const prefix = [host.field.name, argument.name];
  const sample = sampleFor(type, [...prefix, ...path]);
  const at = (value: unknown) => withAt(argument.type, { path, prefix }, value);
  const variable = new Variable(`v${mark}`);
  const given = inVariable ? variable : at(placed(way, { sample, variable }));
  const owns = new Set<Own['what']>();
  const others = host.field.args
    .filter(({ name }) => name !== argument.name)
    .flatMap((other) => companion(other, host.field, argument.name));
  const call = [...(given === ABSENT ? [] : [[argument.name, given] as const]), ...others]
    .map(
      ([name, value]) => `${name}: ${print(value, { mark, onOwn: (own) => owns.add(own.what) })}`,
    )
    .join(', ');
  return {
    way,
    call: call && `(${call})`,
    declared: [
      ...(way.includes('variable') ? [`$v${mark}: ${inVariable ? argument.type : type}`] : []),
      ...[...owns].map(
        (what) => `$own${what}${mark}: ${what === 'email' ? 'EmailAddress' : 'ID'}!`,
      ),
    ],
    variables: (subject) => ({
      ...Object.fromEntries(
        [...owns].map((what) => [`own${what}${mark}`, toJson(new Own(what), subject)]),
      ),
      ...variableFor(way, { name: variable.name, sample, at, subject }),
    }),
  };
}

function assembled({ name, host }: Slot, parts: readonly Part[], isRun: boolean): SentDocument {
  const { field, isMutation, around } = host;
  const depth = String(field.type).includes('Connection') ? 3 : 2;
  const selection = selectionOf(field.type, depth);
  const fields = parts.map(({ call }, place) => `w${place}: ${field.name}${call}${selection}`);
  const isNested = around.includes('$ownUser');
  const declared = [
    ...parts.flatMap((part) => part.declared),
    ...(isNested ? ['$ownUser: ID!'] : []),
  ].join(', ');
  const body = around.replace(/^mutation /, '').replace('@', fields.join(' '));
  return {
    slot: name,
    ways: parts.map(({ way }) => way),
    isMutation,
    isRun,
    document: `${isMutation ? 'mutation' : 'query'} ${declared && `(${declared})`} ${body}`,
    variables: (subjectOf) =>
      Object.assign(
        isNested ? { ownUser: toJson(new Own('User'), subjectOf('absent')) } : {},
        ...parts.map(({ way, variables }) => variables(subjectOf(way))),
      ) as object,
  };
}

type Given = {
  readonly name: string;
  readonly sample: unknown;
  readonly at: (value: unknown) => unknown;
  readonly subject: number;
};

type Placed = { readonly sample: unknown; readonly variable: Variable };

function placed(way: Way, { sample, variable }: Placed): unknown {
  if (way === 'absent') return ABSENT;
  if (way === 'null') return null;
  return way === 'a literal' ? fixed(sample) : variable;
}

function variableFor(way: Way, { name, sample, at, subject }: Given): object {
  if (way === 'a variable') return { [name]: toJson(sample, subject) };
  if (way === 'a null variable') return { [name]: null };
  if (way === 'absent in a variable') return { [name]: toJson(at(ABSENT), subject) };
  if (way === 'null in a variable') return { [name]: toJson(at(null), subject) };
  return way === 'given in a variable' ? { [name]: toJson(at(sample), subject) } : {};
}

/** Another argument of the field, where it must be given, or keeps a list short. */
function companion(
  { name, type, defaultValue }: GraphQLArgument,
  field: AnyField,
  beside: string,
): [string, unknown][] {
  if (isNonNullType(type) && defaultValue === undefined)
    return [[name, sampleFor(type, [field.name, name])]];
  return name === 'first' && beside !== 'last' ? [[name, 2]] : [];
}
