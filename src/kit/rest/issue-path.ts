import { type InputIssue, InvalidInputError } from '../../core/errors.ts';

type Place = InputIssue['path'];
type RequestPaths = Readonly<Record<string, Place>>;

/** What may stand at either place. */
type Sent = { readonly body: object; readonly query: object };

/** Where the first of some names was sent that mean the same; the body goes before the query. */
export function issuePlace({ body, query }: Sent, names: readonly string[]): Place {
  for (const [where, fields] of Object.entries({ body, query })) {
    const given = new Map(Object.entries(fields));
    const name = names.find((candidate) => given.get(candidate) != null);
    if (name !== undefined) return [where, name];
  }
  return ['body', ...names.slice(0, 1)];
}

/**
 * Does what a request asks for. A service says what it refuses by its own names; the client is told
 * where in the request that stood.
 * @throws InvalidInputError with these places for those names
 */
export async function withRequestPaths<Result>(
  paths: RequestPaths,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    const issues = error.issues.map((issue) => ({ ...issue, path: inRequest(issue.path, paths) }));
    throw new InvalidInputError(issues);
  }
}

function inRequest(path: Place, paths: RequestPaths): Place {
  const [name = '', ...rest] = path;
  const place = paths[name];
  return place === undefined ? path : [...place, ...rest];
}
