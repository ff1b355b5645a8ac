import { VERSION } from '../../core/version.ts';

/** What a process answers as long as it runs, also before it serves. */
export const ALIVE = { status: 'ok', service: 'admin-api', version: VERSION };
