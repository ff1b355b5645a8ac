import { readFileSync } from 'node:fs';

const MANIFEST = new URL('../../dashboard/generated/persisted-documents.json', import.meta.url);
const QUERY = /\bquery (\w+)/;

/** Every query that the dashboard sends, by its name. */
export function dashboardQueries(): ReadonlyMap<string, string> {
  const documents = Object.values<string>(JSON.parse(readFileSync(MANIFEST, 'utf8')));
  return new Map(
    documents.flatMap((text) => {
      const name = QUERY.exec(text)?.[1];
      return name === undefined ? [] : [[name, text] as const];
    }),
  );
}
