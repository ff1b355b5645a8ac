import { describe, expect, it } from 'vitest';
import { basePathOf } from '../../dashboard/page-path.ts';

describe('a page sends its requests below the path on which it is shown', () => {
  it.each([
    ['/dashboard', ''],
    ['/dashboard/', ''],
    ['/graphql', ''],
    ['/latchkey/dashboard', '/latchkey'],
    ['/apps/latchkey/graphql/', '/apps/latchkey'],
    ['/dashboard/graphql/dashboard', '/dashboard/graphql'],
  ])('%s', (pathname, basePath) => {
    expect(basePathOf(pathname)).toBe(basePath);
  });
});

// A proxy may show the page there, if it takes several slashes for one or decodes a path before it passes it on.
describe('a page that is shown elsewhere sends nothing to other hosts', () => {
  it.each([
    '//evil.example/dashboard',
    '//evil.example/..%2fdashboard',
    '//evil.example/%2e%2e/graphql',
    '//dashboard',
    '/a//evil.example/dashboard',
    '/\\evil.example/dashboard',
  ])('%s', (pathname) => {
    expect(new URL(`${basePathOf(pathname)}/graphql`, 'https://own.example').host).toBe(
      'own.example',
    );
  });
});
