import { analyticsRoutes } from '../../domain/analytics/rest.ts';
import { tokenRoutes } from '../../domain/api-keys/rest.ts';
import { familyRoutes } from '../../domain/api-keys/rest-families.ts';
import { gatewayRoutes } from '../../domain/gateway/rest.ts';
import { healthRoutes } from '../../domain/health/rest.ts';
import { meetingRoutes } from '../../domain/meetings/rest.ts';
import { telematicsRoutes } from '../../domain/telematics/rest.ts';
import { statisticsRoutes } from '../../domain/user-stats/rest.ts';
import { userRoutes } from '../../domain/users/rest.ts';
import { accountRoutes } from '../../domain/users/rest-accounts.ts';
import { authRoutes } from '../../domain/viewer/rest.ts';
import { webhookRoutes } from '../../domain/webhooks/rest.ts';
import type { Route } from '../../kit/rest/route.ts';

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
