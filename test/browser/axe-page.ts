import axe from 'axe-core';
import type { Page } from 'playwright-core';

// What axe finds on a page, as wide and as dark as it may be shown.

export type Look = { readonly colorScheme: 'light' | 'dark'; readonly width: number };

export const ALL_LOOKS: readonly Look[] = (['light', 'dark'] as const).flatMap((colorScheme) =>
  [390, 1280].map((width) => ({ colorScheme, width })),
);

/** For states that differ from others in a few elements. */
export const TWO_LOOKS: readonly Look[] = [
  { colorScheme: 'light', width: 1280 },
  { colorScheme: 'dark', width: 390 },
];

/** Part of a page that a library draws, and the rules that it breaks there, each with its reason. */
export type Library = {
  readonly part: string;
  readonly rules: Readonly<Record<string, string>>;
};

type Options = {
  readonly looks?: readonly Look[];
  /** The part of the page that is looked at, by its selector. */
  readonly part?: string;
  readonly library?: Library;
};

/** Everything that axe finds; where the page is wider than the window, that as well. */
export async function findings(
  page: Page,
  where: string,
  { looks = ALL_LOOKS, part = 'html', library }: Options = {},
): Promise<string[]> {
  const found: string[] = [];
  for (const { colorScheme, width } of looks) {
    const look = `${where} (${colorScheme}, ${width})`;
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme });
    await drawn(page);
    // Not as a script of the page, which its policy would refuse.
    if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe.source);
    for (const { rule, text, isInLibrary } of await violations(page, part, library?.part))
      if (!isInLibrary || library?.rules[rule] === undefined) found.push(`${look}: ${text}`);
    const scrollWidth = await page.evaluate(() => document.documentElement.scrollWidth);
    if (scrollWidth !== width) found.push(`${look}: the page is ${scrollWidth} pixels wide`);
  }
  return found;
}

/** Drawings follow the width of the window in the next frame. */
function drawn(page: Page): Promise<void> {
  return page.evaluate(
    () =>
      new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve()))),
  );
}

type Violation = { readonly rule: string; readonly text: string; readonly isInLibrary: boolean };

function violations(page: Page, part: string, library?: string): Promise<Violation[]> {
  return page.evaluate(
    async ([include, ofLibrary]) => {
      const { axe: inPage } = globalThis as unknown as { axe: typeof import('axe-core') };
      const options = { resultTypes: ['violations' as const], elementRef: true };
      const results = await inPage.run({ include: [include] }, options);
      return results.violations.flatMap(({ id: rule, nodes }) =>
        nodes.map(({ target, failureSummary, element }) => ({
          rule,
          text: `${rule} at ${target}: ${failureSummary}`,
          isInLibrary: ofLibrary !== null && element?.closest(ofLibrary) != null,
        })),
      );
    },
    [part, library ?? null] as const,
  );
}
