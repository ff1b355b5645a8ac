import { createHmac } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type pg from 'pg';
import { type Fields, inOneForm, isFields, NOT_REPORTED } from './answers.ts';
import type { Seeded } from './data.ts';
import { PEPPER } from './server.ts';
import { drawSubject, type Subject } from './subject.ts';
import type { Operation, Request, Target } from './targets/target.ts';
import type { Workload } from './workloads.ts';

const SUBJECTS = 20;

/** A target whose server runs. */
export type Reachable = Target & { readonly url: string };

type Place = {
  readonly workload: Workload;
  readonly target: Reachable;
  readonly operation: Operation;
};

/**
 * Asks all servers for the same things, and compares what they answer.
 * @throws Error that shows the first difference
 */
export async function checkAnswers(
  workloads: readonly Workload[],
  targets: readonly Reachable[],
  seeded: Seeded,
  client: pg.Client,
): Promise<void> {
  // What is written comes last: it would be in the lists.
  const checked = workloads.filter(({ kind }) => kind !== 'mix');
  for (const workload of checked.toSorted((one, other) => rank(one) - rank(other))) {
    const places = targets.flatMap((target) => {
      const operation = target.operations[workload.name];
      return operation === undefined ? [] : [{ workload, target, operation }];
    });
    for (let round = 0; round < SUBJECTS; round += 1) {
      if (workload.shape === null)
        for (const place of places) await checkWrite(place, drawSubject(seeded), client);
      else await compare(places, drawSubject(seeded));
    }
  }
}

function rank({ shape }: Workload): number {
  return shape === null ? 1 : 0;
}

async function compare(places: readonly Place[], subject: Subject): Promise<void> {
  const answers: { name: string; form: unknown }[] = [];
  for (const place of places) {
    const form = inOneForm(place.workload.shape ?? true, await ask(place, subject));
    answers.push({ name: place.target.name, form });
  }
  const [first, ...others] = answers;
  for (const other of others) {
    const difference = differenceOf(first?.form, other.form, '');
    if (difference !== null)
      throw new Error(
        `${places[0]?.workload.name}: ${first?.name} and ${other.name} differ for ${JSON.stringify(subject)}:\n${difference}`,
      );
  }
}

async function ask({ target, operation }: Place, subject: Subject): Promise<unknown> {
  const bodies: unknown[] = [];
  for (const request of operation.requests(subject)) bodies.push(await send(target, request));
  return operation.read(...bodies);
}

async function send(
  { name, url }: Reachable,
  { method, path, headers, body }: Request,
): Promise<unknown> {
  const response = await fetch(url + path, {
    method,
    headers,
    ...(body !== undefined && { body }),
  });
  const text = await response.text();
  if (!response.ok)
    throw new Error(`${name} answers ${path} with ${response.status}: ${text.slice(0, 400)}`);
  return JSON.parse(text);
}

/** The new user is there, and the new key is the one that its text says. */
async function checkWrite(place: Place, subject: Subject, client: pg.Client): Promise<void> {
  const answer = (await ask(place, subject)) as Fields;
  const { rows } = await client.query(
    `select from users, api_tokens where email = $1 and email = $2
       and digest = $3 and user_id = $4 and scopes = '{bot,tx}' and left(hint, 8) = 'vxa_bot_'`,
    [
      subject.email,
      answer['email'],
      createHmac('sha256', PEPPER).update(String(answer['secret'])).digest(),
      subject.userId,
    ],
  );
  if (rows.length !== 1)
    throw new Error(
      `W6: ${place.target.name} answered ${JSON.stringify(answer)}, and the database does not hold it`,
    );
}

/** The first place where two answers differ. */
function differenceOf(one: unknown, other: unknown, path: string): string | null {
  if (one === NOT_REPORTED || other === NOT_REPORTED || isDeepStrictEqual(one, other)) return null;
  const parts = childrenOf(one, other);
  if (parts === null) return `  ${path}: ${JSON.stringify(one)} against ${JSON.stringify(other)}`;
  for (const [name, left, right] of parts) {
    const difference = differenceOf(left, right, path === '' ? name : `${path}.${name}`);
    if (difference !== null) return difference;
  }
  return null;
}

function childrenOf(one: unknown, other: unknown): [string, unknown, unknown][] | null {
  if (Array.isArray(one) && Array.isArray(other) && one.length === other.length)
    return one.map((item, place) => [String(place), item, other[place]]);
  if (isFields(one) && isFields(other))
    return Object.keys(one).map((name) => [name, one[name], other[name]]);
  return null;
}
