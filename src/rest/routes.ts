import { analyticsRoutes } from '../analytics/rest.ts';
import { authRoutes } from '../auth/rest.ts';
import { gatewayRoutes } from '../gateway/rest.ts';
import { healthRoutes } from '../health/rest.ts';
import { meetingRoutes } from '../meeting/rest.ts';
import { statisticsRoutes } from '../statistics/rest.ts';
import { telematicsRoutes } from '../telematics/rest.ts';
import { tokenRoutes } from '../token/rest.ts';
import { familyRoutes } from '../token/rest-families.ts';
import { userRoutes } from '../user/rest.ts';
import { accountRoutes } from '../user/rest-accounts.ts';
import { webhookRoutes } from '../webhook/rest.ts';
import type { Route } from './route.ts';

/** Every route of the REST layer, in the order of its documentation. */
export const ROUTES: readonly Route[] = [
  ...userRoutes,
  ...accountRoutes,
  ...tokenRoutes,
  ...familyRoutes,
  ...meetingRoutes,
  ...analyticsRoutes,
  ...telematicsRoutes,
  ...statisticsRoutes,
  ...authRoutes,
  ...gatewayRoutes,
  ...webhookRoutes,
  ...healthRoutes,
];
