const GRAPHQL = 'application/graphql-response+json';
const JSON_TYPE = 'application/json';

/** The two forms of a plain answer; they differ in the status of a request that failed as a whole. */
export type PlainType = typeof GRAPHQL | typeof JSON_TYPE;

const CACHE_SIZE = 100;
const known = new Map<string, PlainType | null>();

/** Which of them an `Accept` header asks for first; null if for neither. */
export function plainTypeOf(accept: string | undefined): PlainType | null {
  if (accept === undefined) return JSON_TYPE;
  const found = known.get(accept);
  if (found !== undefined) return found;
  const type = read(accept);
  // Clients are few; what a hostile one writes there is not kept for long.
  if (known.size >= CACHE_SIZE) known.clear();
  known.set(accept, type);
  return type;
}

function read(accept: string): PlainType | null {
  for (const range of accept.replace(/\s/g, '').toLowerCase().split(',')) {
    const [type, ...parameters] = range.split(';');
    const charset = parameters.find((parameter) => parameter.includes('charset='));
    if (charset !== undefined && charset !== 'charset=utf-8') continue;
    if (type === GRAPHQL) return GRAPHQL;
    if (type === JSON_TYPE || type === '*/*' || type === 'application/*') return JSON_TYPE;
  }
  return null;
}
