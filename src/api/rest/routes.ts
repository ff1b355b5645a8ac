import { DOMAINS } from '../../domain/domains.ts';
import { routesOf } from '../../kit/registry.ts';
import type { Route } from '../../kit/rest/route.ts';

/** Every route of the REST layer, in the order of its documentation. */
export const ROUTES: readonly Route[] = routesOf(DOMAINS);
