import './graphql.ts';
import type { Domain } from '../../kit/domain.ts';

export const vexaImport: Domain = { name: 'vexa-import' };
