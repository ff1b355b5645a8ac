import './graphql.ts';
import type { Domain } from '../../kit/domain.ts';

export const settings: Domain = { name: 'settings' };
