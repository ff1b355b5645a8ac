import type { App } from '../core/app.ts';
import type { BackgroundJobs } from '../core/background-job.ts';
import type { Notices } from '../core/notices.ts';
import type { Domain, DomainParts, PartSource } from './domain.ts';
import type { LoaderMakers } from './graphql/loaders.ts';
import type { NodeKind } from './graphql/node-queries.ts';
import type { Route } from './rest/route.ts';

// Puts together what domains register. Two things of the same name are refused, not merged.

type Domains = readonly Domain[];
type Named<Entry> = readonly [owner: string, entries: Readonly<Record<string, Entry>> | undefined];

const SERVICE = 'the service itself';

/** @throws Error for two domains that register a loader of the same name */
export function loadersOf(domains: Domains): LoaderMakers {
  return merged(
    'loader',
    domains.map(({ name, loaders }) => [name, loaders]),
  );
}

/** @throws Error for two domains that register a node of the same type */
export function nodesOf(domains: Domains): readonly NodeKind[] {
  return listed('node type', domains, ({ nodes = [] }) => nodes.map((one) => [one.type, one]));
}

const PARAMETER = /\{[^{}]*\}/g;

/** @throws Error for two routes that answer the same requests */
export function routesOf(domains: Domains): readonly Route[] {
  return listed('route', domains, ({ routes = [] }) =>
    routes.map((one) => [`${one.method} ${one.path.replace(PARAMETER, '{}')}`, one]),
  );
}

/** @throws Error for a part that is there already */
export function partsOf(domains: Domains, from: PartSource, own: object): DomainParts {
  const makers = merged('part', [
    [SERVICE, Object.fromEntries(Object.keys(own).map((name) => [name, () => undefined]))],
    ...domains.map(({ name, parts }): Named<(from: PartSource) => unknown> => [name, parts]),
  ]);
  const ofDomains = Object.entries(makers).filter(([name]) => !Object.hasOwn(own, name));
  const made: object = Object.fromEntries(ofDomains.map(([name, make]) => [name, make(from)]));
  // `DomainParts` is what their makers make.
  return made as DomainParts;
}

type JobSource = Parameters<NonNullable<Domain['jobs']>>[0];

/**
 * All jobs in their order: those of the service, of the domains, and what comes last.
 * @throws Error for a job of the name of another
 */
export function jobsOf(
  domains: Domains,
  from: JobSource,
  { own, last }: Readonly<Record<'own' | 'last', BackgroundJobs>>,
): BackgroundJobs {
  return merged('job', [
    [SERVICE, own],
    ...domains.map(({ name, jobs }) => [name, jobs?.(from)] as const),
    [SERVICE, last],
  ]);
}

/** @throws Error for a notice of the name of another */
export function noticesOf(domains: Domains, app: App, own: Notices): Notices {
  return merged('notice', [
    [SERVICE, own],
    ...domains.map(({ name, notices }) => [name, notices?.(app)] as const),
  ]);
}

function merged<Entry>(kind: string, sources: readonly Named<Entry>[]): Record<string, Entry> {
  const owners = new Map<string, string>();
  const all: Record<string, Entry> = {};
  for (const [owner, entries = {}] of sources)
    for (const [name, entry] of Object.entries(entries)) {
      claim(owners, { kind, name, owner });
      all[name] = entry;
    }
  return all;
}

function listed<Entry>(
  kind: string,
  domains: Domains,
  named: (domain: Domain) => readonly (readonly [name: string, entry: Entry])[],
): readonly Entry[] {
  const owners = new Map<string, string>();
  return domains.flatMap((domain) =>
    named(domain).map(([name, entry]) => {
      claim(owners, { kind, name, owner: domain.name });
      return entry;
    }),
  );
}

type Claim = { readonly kind: string; readonly name: string; readonly owner: string };

function claim(owners: Map<string, string>, { kind, name, owner }: Claim): void {
  const other = owners.get(name);
  if (other !== undefined)
    throw new Error(
      `${other} and ${owner} both register the ${kind} "${name}": rename one of them`,
    );
  owners.set(name, owner);
}
