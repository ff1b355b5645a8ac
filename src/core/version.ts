import manifest from '../../package.json' with { type: 'json' };

/** Of this program, as in the CHANGELOG. */
export const VERSION: string = manifest.version;
