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
        description: 'The time range. A meeting counts by `createdAt`.',
      }),
      timeZone: t.arg({
        type: 'TimeZone',
        defaultValue: 'UTC',
        description: 'The time zone for hours, days, weeks and months.',
      }),
    },
    resolve: (_root, { range, timeZone }) => ({
      range: { start: range.start, end: range.end },
      timeZone: readPeriod({ range, timeZone }).timeZone,
    }),
  }),
);
