import { readPeriod } from '../../core/time/range.ts';
import { builder } from '../../kit/graphql/builder.ts';
import { DateRange } from '../../kit/graphql/range.ts';
import { AnalyticsRef } from './graphql-analytics.ts';

builder.queryField('analytics', (t) =>
  t.field({
    type: AnalyticsRef,
    cost: {},
    access: { requires: 'ANALYTICS' },
    description: 'Figures of the whole installation.',
    args: {
      range: t.arg({
        type: DateRange,
        required: true,
        description: 'Which stretch of time. A meeting counts by `createdAt`.',
      }),
      timeZone: t.arg({
        type: 'TimeZone',
        defaultValue: 'UTC',
        description: 'Whose hours, days, weeks and months the series are cut by.',
      }),
    },
    resolve: (_root, { range, timeZone }) => ({
      range: { start: range.start, end: range.end },
      timeZone: readPeriod({ range, timeZone }).timeZone,
    }),
  }),
);
