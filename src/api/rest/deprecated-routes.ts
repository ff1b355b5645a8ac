import type { App } from '../../core/app.ts';
import type { Route } from '../../kit/rest/route.ts';
import type { Caller } from '../../security/callers/caller.ts';

const SECOND_MS = 1_000;

/** `Deprecation` as RFC 9745 has it, `Sunset` as RFC 8594 has it. */
export function deprecationHeaders({ deprecated }: Route): Readonly<Record<string, string>> {
  if (deprecated === undefined) return {};
  const { since, sunset, instead } = deprecated;
  return {
    deprecation: `@${new Date(since).getTime() / SECOND_MS}`,
    sunset: new Date(sunset).toUTCString(),
    link: `<${instead}>; rel="successor-version"`,
  };
}

/** For the operator: who has to change a client. */
export function countDeprecated(app: App, caller: Caller, { deprecated, method, path }: Route) {
  if (deprecated === undefined) return;
  app.clientWarnings.count(caller, { kind: 'DEPRECATED', subject: `${method} ${path}` });
}
