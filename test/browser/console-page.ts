import type { Page } from 'playwright-core';
import { cellsOf, type Dashboard } from './dashboard-page.ts';

// What a person does without a mouse: looks where the focus is, and presses a key.

/** What has the focus, as a screen reader would name it. */
function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const element = document.activeElement;
    if (!(element instanceof HTMLElement)) return '';
    // A table that scrolls: what stands around it has the same name.
    if (element.tagName === 'SECTION') return '';
    const labels = (element as Partial<HTMLInputElement>).labels;
    return (element.ariaLabel ?? labels?.[0]?.textContent ?? element.textContent ?? '').trim();
  });
}

/** More than any page has between two things. */
const MOST_STOPS = 120;

/** Presses Tab until this has the focus. */
export async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  const seen: string[] = [];
  for (let stop = 0; stop < MOST_STOPS; stop += 1) {
    await page.keyboard.press('Tab');
    const found = await focused(page);
    if (typeof name === 'string' ? found === name : name.test(found)) return;
    seen.push(found);
  }
  throw new Error(`Tab never reached ${name}, but: ${seen.join(' | ')}`);
}

export async function press(page: Page, name: string | RegExp): Promise<void> {
  await tabTo(page, name);
  await page.keyboard.press('Enter');
}

/** Types into a field in place of what is in it. */
export async function type(page: Page, name: string | RegExp, text: string): Promise<void> {
  await tabTo(page, name);
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type(text);
}

/** The actions that a table of events shows, newest first. */
export async function actionsShown(dashboard: Dashboard): Promise<string[]> {
  const cells = await cellsOf(dashboard, 'Audit log');
  return cells.map(([, action]) => action ?? '');
}
