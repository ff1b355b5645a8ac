import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { App } from '../../src/core/app.ts';
import type { PlainDatabase } from '../../src/data/database.ts';
import { DOMAINS } from '../../src/domain/domains.ts';
import type { Domain, PartSource } from '../../src/kit/domain.ts';
import type { NodeKind } from '../../src/kit/graphql/node-queries.ts';
import {
  jobsOf,
  loadersOf,
  nodesOf,
  noticesOf,
  partsOf,
  routesOf,
} from '../../src/kit/registry.ts';
import type { Route } from '../../src/kit/rest/route.ts';

const job = { run: async () => {} };
const NO_JOBS = { own: {}, last: {} };
const side = {} as PlainDatabase;

describe('the list of domains', () => {
  it('holds every folder of src/domain once, under its own name', () => {
    const folders = readdirSync('src/domain', { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);
    expect(DOMAINS.map(({ name }) => name).sort()).toEqual(folders.sort());
  });

  const app = {} as App;
  const from = {} as PartSource;
  const registered: readonly [
    kind: string,
    named: Partial<Domain>,
    put: (all: Domain[]) => unknown,
  ][] = [
    ['loader "owner"', { loaders: { owner: () => null } }, loadersOf],
    ['node type "User"', { nodes: [{ type: 'User' } as NodeKind] }, nodesOf],
    [
      'route "GET /users/{}"',
      { routes: [{ method: 'GET', path: '/users/{id}' } as Route] },
      routesOf,
    ],
    ['part "usage"', { parts: { usage: () => null } }, (all) => partsOf(all, from, {})],
    [
      'notice "usage"',
      { notices: () => ({ usage: () => 'ok' }) },
      (all) => noticesOf(all, app, {}),
    ],
    ['job "usage"', { jobs: () => ({ usage: job }) }, (all) => jobsOf(all, { app, side }, NO_JOBS)],
  ];

  it.each(registered)('refuses two domains with the same %s', (what, named, put) => {
    const domains = [
      { name: 'one', ...named },
      { name: 'other', ...named },
    ];
    expect(() => put(domains.slice(1))).not.toThrow();
    expect(() => put(domains)).toThrow(
      `one and other both register the ${what}: rename one of them`,
    );
  });

  it('refuses names that the service uses itself', () => {
    const one: Domain = {
      name: 'one',
      parts: { config: () => null },
      jobs: () => ({ sealing: job }),
      notices: () => ({ audit: () => 'ok' }),
    };
    const both = 'the service itself and one both register the';
    expect(() => partsOf([one], from, { config: 1 })).toThrow(`${both} part "config"`);
    expect(() => noticesOf([one], app, { audit: () => 'ok' })).toThrow(`${both} notice "audit"`);
    const jobs = { ...NO_JOBS, last: { sealing: job } };
    expect(() => jobsOf([one], { app, side }, jobs)).toThrow(/both register the job "sealing"/);
  });
});
