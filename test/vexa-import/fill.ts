import { fillVexa } from '../../bench/vexa-data.ts';
import type { VexaDatabase } from './source.ts';
import type { VexaForm } from './vexa-schema.ts';

export const SMALL = { users: 20, tokens: 60, meetings: 150, sessions: 150, segments: 900 };

/** A small installation; returns the texts of its keys. */
export function fillSmall(source: VexaDatabase, form: VexaForm): Promise<string[]> {
  return fillVexa(source.client, form, SMALL);
}
