import { Agent, request } from 'node:http';
import {
  getNamedType,
  isInputObjectType,
  isObjectType,
  parse,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import sql from 'sql-template-tag';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { schema } from '../../../src/api/graphql/schema.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { canonical } from '../both-ways/canonical.ts';
import { allDocuments, type SentDocument, type SubjectOf } from './documents.ts';
import { kindOf } from './slots.ts';
import { FIRST, rowsOf, seedSubjects } from './subjects.ts';

// Every input of the schema means the same on the fast path and by the library, and the first, third and
// tenth time that its document is sent. The documents are made from the schema.

const DOCUMENTS = allDocuments();
const REFUSED = DOCUMENTS.filter(({ isRun }) => !isRun);
const QUERIES = DOCUMENTS.filter(({ isRun, isMutation }) => isRun && !isMutation);
const CHANGES = DOCUMENTS.filter(({ isRun, isMutation }) => isRun && isMutation);
const USES = 3;
/** The first subject of each change, and after the last one. */
const SUBJECTS = [FIRST];
for (const { ways } of CHANGES) SUBJECTS.push((SUBJECTS.at(-1) ?? FIRST) + USES * ways.length);
const NOW = new Date('2026-11-21T00:00:00.000Z');
const UNLIMITED = { RATE_LIMIT_KEY: '0', RATE_LIMIT_ADMIN_KEY: '0', RATE_LIMIT_ADDRESS: '0' };

let fast: TestServer;
let plain: TestServer;
beforeAll(async () => {
  const start = (SHORT_CUTS: string) =>
    startServer({ env: { ...UNLIMITED, SHORT_CUTS }, clock: () => NOW });
  [fast, plain] = await Promise.all([start('true'), start('false')]);
  const count = (SUBJECTS.at(-1) ?? FIRST) - FIRST;
  await Promise.all([seedSubjects(fast, count), seedSubjects(plain, count)]);
});
afterAll(async () => {
  agent.destroy();
  await Promise.all([fast.stop(), plain.stop()]);
});

const agent = new Agent({ keepAlive: true });

/** By hand, on connections that stay open: there are thousands of requests. */
function send(server: TestServer, asked: SentDocument, first: number, admin = server.adminKey) {
  const subjectOf: SubjectOf = (way) => first + Math.max(asked.ways.indexOf(way), 0);
  const body = JSON.stringify({ query: asked.document, variables: asked.variables(subjectOf) });
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const headers = { 'content-type': 'application/json', 'x-admin-api-key': admin };
  const sent = request(`${server.url}/graphql`, { method: 'POST', headers, agent });
  sent.on('error', reject);
  sent.on('response', (response) => {
    let text = '';
    response.on('data', (chunk) => {
      text += String(chunk);
    });
    response.on('end', () => resolve(text.replaceAll(SUBJECT, 'N')));
  });
  sent.end(body);
  return promise;
}

/** Seven digits, as the numbers of subjects have. */
const SUBJECT = /\b(new-|subject)?1\d{6}\b/g;

/** What is found wrong, not one assertion for each: there are thousands. */
type Difference = {
  readonly slot: string;
  readonly what: string;
  readonly document: string;
  readonly one: string;
  readonly other: string;
};

/** Of a text with JSON in it, without what means nothing in JSON. */
function meaningOf(text: string): string {
  const start = text.indexOf('{');
  try {
    return text.slice(0, start) + canonical(text.slice(start));
  } catch {
    return text;
  }
}

function difference(
  { slot, document }: SentDocument,
  [what, one, other]: readonly [string, string, string],
): Difference[] {
  if (one === other || meaningOf(one) === meaningOf(other)) return [];
  let at = 0;
  while (one[at] === other[at]) at += 1;
  const seen = (text: string) => text.slice(Math.max(at - 80, 0), at + 80);
  return [{ slot, what, document, one: seen(one), other: seen(other) }];
}

describe('the documents', () => {
  it('have every argument and every field of every input', () => {
    const types = new TypeInfo(schema);
    const given = new Set<string>();
    const visitor = visitWithTypeInfo(types, {
      Argument: () => {
        const argument = types.getArgument();
        if (argument) given.add(kindOf(argument));
      },
      ObjectField: ({ name }) => {
        given.add(`${getNamedType(types.getParentInputType() ?? undefined)?.name}.${name.value}`);
      },
    });
    for (const { document } of DOCUMENTS) visit(parse(document), visitor);
    const wanted = Object.values(schema.getTypeMap()).flatMap((type) => {
      if (type.name.startsWith('__') || type === schema.getSubscriptionType()) return [];
      if (isInputObjectType(type))
        return Object.keys(type.getFields()).map((name) => `${type.name}.${name}`);
      if (!isObjectType(type)) return [];
      return Object.values(type.getFields()).flatMap(({ args }) => args.map(kindOf));
    });
    expect(wanted.length).toBeGreaterThan(200);
    expect(wanted.filter((name) => !given.has(name))).toEqual([]);
  });
});

/** Documents by the input that they are about, such as `UpdateUserInput`; arguments are one kind. */
function byInput(documents: readonly SentDocument[]): [string, SentDocument[]][] {
  const named = Object.groupBy(documents, ({ slot }) => slot.split('.')[0]?.split(':')[0] ?? '');
  return Object.entries(named).map(([name, all = []]) => [name, all]);
}

describe('what is refused before anything runs', () => {
  it.each(byInput(REFUSED))('is refused alike: %s', async (_name, documents) => {
    const found: Difference[] = [];
    for (const asked of documents) {
      const [one, other] = await Promise.all([fast, plain].map((to) => send(to, asked, FIRST)));
      found.push(...difference(asked, ['library', one ?? '', other ?? '']));
      if (one?.includes('"data"')) found.push(...difference(asked, ['it was run', one, '']));
    }
    expect(found).toEqual([]);
  });
});

describe('a query means the same each time, and by the library', () => {
  it.each(byInput(QUERIES))('%s', async (_name, documents) => {
    const found: Difference[] = [];
    for (const asked of documents) {
      const ask = () => send(fast, asked, FIRST);
      const [first, library] = await Promise.all([ask(), send(plain, asked, FIRST)]);
      found.push(...difference(asked, ['library', first, library]));
      await ask();
      found.push(...difference(asked, ['third', first, await ask()]));
      await Promise.all(IN_BETWEEN.map(ask));
      found.push(...difference(asked, ['tenth', first, await ask()]));
    }
    expect(found).toEqual([]);
  });
});

describe('a change means the same each time, and by the library', () => {
  let accepted = 0;
  let refused = 0;
  // A change that is refused each time shows little.
  afterAll(() => expect(accepted).toBeGreaterThan(refused));

  it.each(byInput(CHANGES))('%s', async (_name, documents) => {
    const found: Difference[] = [];
    for (const asked of documents) {
      const [one, two, three] = subjectsOf(asked);
      const [first, library] = await Promise.all([
        change(fast, asked, one),
        change(plain, asked, one),
      ]);
      found.push(...difference(asked, ['library', first, library]));
      if (/Success"/.test(first)) accepted += 1;
      else refused += 1;
      // Those in between are refused: they count as uses, and change nothing.
      const refuse = () => send(fast, asked, one, fast.analyticsKey);
      await refuse();
      found.push(...difference(asked, ['third', first, await change(fast, asked, two)]));
      await Promise.all(IN_BETWEEN.map(refuse));
      found.push(...difference(asked, ['tenth', first, await change(fast, asked, three)]));
    }
    const starts = documents.map((asked) => CHANGES.indexOf(asked));
    const range = {
      from: SUBJECTS[Math.min(...starts)] ?? FIRST,
      to: SUBJECTS[Math.max(...starts) + 1] ?? FIRST,
    };
    const [rows, theirs] = await Promise.all([rowsOf(fast, range), rowsOf(plain, range)]);
    for (const asked of documents)
      found.push(...rowDifferences(asked, { uses: subjectsOf(asked), rows, theirs }));
    expect(found).toEqual([]);
  });
});

const IN_BETWEEN = [4, 5, 6, 7, 8, 9];

/** The first subjects of three uses of a document; the other ways have the next ones. */
function subjectsOf(asked: SentDocument): readonly [number, number, number] {
  const first = SUBJECTS[CHANGES.indexOf(asked)] ?? FIRST;
  const { length } = asked.ways;
  return [first, first + length, first + 2 * length];
}

type Rows = ReadonlyMap<number, string>;
type Kept = {
  readonly uses: readonly [number, number, number];
  readonly rows: Rows;
  readonly theirs: Rows;
};

function rowDifferences(asked: SentDocument, { uses, rows, theirs }: Kept): Difference[] {
  return asked.ways.flatMap((way, at) => {
    const of = (all: Rows, use: number) => (all.get(use + at) ?? '').replaceAll(SUBJECT, 'N');
    const [one, two, three] = uses;
    const first = of(rows, one);
    return [
      ...difference(asked, [`rows by the library, ${way}`, first, of(theirs, one)]),
      ...difference(asked, [`rows of the third, ${way}`, first, of(rows, two)]),
      ...difference(asked, [`rows of the tenth, ${way}`, first, of(rows, three)]),
    ];
  });
}

/** What a literal names is free again for the next use. */
async function change(server: TestServer, asked: SentDocument, subject: number): Promise<string> {
  const text = await send(server, asked, subject);
  const names = asked.document + JSON.stringify(asked.variables(() => subject));
  if (/(sample|fixed)@/.test(names))
    await server.db.rows(sql`
      update users set email = ${`used-${subject}@example.com`}
      where email in ('sample@example.com', 'fixed@example.com')`);
  return text;
}
