import { describe, expect, it } from 'vitest';
import { dashboardQueries } from '../../bench/pages/documents.ts';
import { OTHER_QUERIES, pagesOf } from '../../bench/pages/pages.ts';

describe('the measurement of the pages', () => {
  it('sends every query of the dashboard', () => {
    const subject = { user: '', email: '', token: '', meeting: '' };
    const measured = pagesOf(subject).flatMap(({ queries }) => queries.map(({ name }) => name));
    const names = new Set([...measured, ...OTHER_QUERIES]);
    expect([...names].sort()).toEqual([...dashboardQueries().keys()].sort());
  });
});
