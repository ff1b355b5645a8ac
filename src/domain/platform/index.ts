import type { Domain } from '../../kit/domain.ts';
import { calendarRoutes } from './rest-calendars.ts';
import { contextRoutes } from './rest-contexts.ts';
import { deliveryRoutes } from './rest-deliveries.ts';
import { instanceRoutes } from './rest-instance.ts';
import { membershipRoutes } from './rest-memberships.ts';
import { settingRoutes } from './rest-settings.ts';
import { singleCalendarRoutes } from './rest-single-calendar.ts';
import { userConfigRoutes } from './rest-user-configs.ts';
import { workspaceGitRoutes } from './rest-workspace-git.ts';

export const platform: Domain = {
  name: 'platform',
  routes: [
    ...deliveryRoutes,
    ...calendarRoutes,
    ...singleCalendarRoutes,
    ...userConfigRoutes,
    ...workspaceGitRoutes,
    ...contextRoutes,
    ...settingRoutes,
    ...instanceRoutes,
    ...membershipRoutes,
  ],
};
