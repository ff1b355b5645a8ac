import type { Answer } from '../../core/http/exchange.ts';
import type { HttpRefusal } from './refusal.ts';

// With BASE_PATH the service is below a path of its host. The prefix is taken off each request here, and
// put before the paths in headers of answers: routes have none. Pages and documents write it themselves.

/** The path below the prefix; null for one that is not below it. */
export function withoutBase(path: string, basePath: string): string | null {
  if (basePath === '' || path === SERVER_AS_A_WHOLE) return path;
  if (!path.startsWith(basePath)) return null;
  const rest = path.slice(basePath.length);
  return rest === '' ? '/' : rest.startsWith('/') ? rest : null;
}

const SERVER_AS_A_WHOLE = '*';

export function outside(basePath: string): HttpRefusal {
  return {
    status: 404,
    message: `Not Found: this service is below ${basePath} (BASE_PATH), and a proxy in front of it must keep that in the path`,
  };
}

const OWN_PATH = /^\/(?!\/)/;
const OWN_LINK = /<\/(?!\/)/g;

/** Where the answer leads to, as clients reach it. */
export function withBase(answer: Answer, basePath: string): Answer {
  const { location, link } = answer.headers;
  if (basePath === '' || (location === undefined && link === undefined)) return answer;
  return {
    ...answer,
    headers: {
      ...answer.headers,
      ...(location !== undefined && { location: location.replace(OWN_PATH, `${basePath}/`) }),
      ...(link !== undefined && { link: link.replace(OWN_LINK, `<${basePath}/`) }),
    },
  };
}
