import { importVexa } from '../../src/domain/vexa-import/import.ts';
import type { ImportReport } from '../../src/domain/vexa-import/options.ts';
import type { TestServer } from '../support/server.ts';
import type { VexaDatabase } from './source.ts';

/** An import that is told to stop after its first batch that brings rows, of any table or of this one. */
export function stopAfterOneBatch(
  server: TestServer,
  source: VexaDatabase,
  wanted?: string,
): Promise<ImportReport> {
  const stop = new AbortController();
  return importVexa(server.app, {
    from: source.url,
    signal: stop.signal,
    onProgress: ({ table, done }) => {
      if (done > 0 && (wanted === undefined || table === wanted)) stop.abort();
    },
  });
}
