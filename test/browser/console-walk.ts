import type { Page } from 'playwright-core';
import { ALL_LOOKS, findings, type Look, TWO_LOOKS } from './axe-page.ts';
import { type DialogSource, openBy, openDialog, openersOn } from './console-dialogs.ts';
import { answerForms, type Forms, submitForm } from './console-forms.ts';
import type { Places } from './console-places.ts';
import type { Dashboard } from './dashboard-page.ts';

type Walk = { readonly url: string; readonly places: Places };

/** Loads a page of the console anew, and waits until all of it is there. */
async function goTo(dashboard: Dashboard, { url, places }: Walk, name: string): Promise<void> {
  const { page } = dashboard;
  const place = places[name];
  // What the page before it has may have the same names.
  await page.goto('about:blank');
  await page.goto(`${url}/dashboard${place?.hash}`);
  await place?.shows(dashboard);
  await page.locator('.skeleton').first().waitFor({ state: 'detached' });
}

/** What axe finds on these pages. */
export async function walkPages(
  dashboard: Dashboard,
  walk: Walk,
  looks: readonly Look[] = ALL_LOOKS,
): Promise<string[]> {
  const found: string[] = [];
  for (const name of Object.keys(walk.places)) {
    await goTo(dashboard, walk, name);
    found.push(...(await findings(dashboard.page, name, { looks })));
  }
  return found;
}

/** The views that are offered, and that no place is of. */
export async function viewsWithout({ page }: Dashboard, places: Places): Promise<string[]> {
  const hashes = Object.values(places).map(({ hash }) => hash.replace(/\?.*/, ''));
  const links = page.getByRole('navigation', { name: 'Views' }).getByRole('link');
  await links.first().waitFor();
  const offered = await links.evaluateAll((all) => all.map((link) => link.getAttribute('href')));
  return offered.filter((href): href is string => href !== null && !hashes.includes(href));
}

type Opened = { readonly found: readonly string[]; readonly opened: ReadonlySet<DialogSource> };

/**
 * What axe finds in every dialog that a button of these pages opens: as it opens, after it was refused, and
 * with what it shows once.
 */
export async function walkDialogs(
  dashboard: Dashboard,
  walk: Walk,
  known: readonly DialogSource[],
): Promise<Opened> {
  const { page } = dashboard;
  const forms = await answerForms(page);
  const found: string[] = [];
  const opened = new Set<DialogSource>();
  for (const place of Object.keys(walk.places)) {
    await goTo(dashboard, walk, place);
    const showing = [];
    for (const opener of await openersOn(page)) {
      await openBy(page, opener);
      const dialog = await openDialog(page, known);
      found.push(...(await openedAndRefused(page, `${place}, ${opener.name}`, forms)));
      if (dialog.showsOnce && !opened.has(dialog)) showing.push(opener);
      opened.add(dialog);
    }
    // These change what the page offers: they come last.
    for (const opener of showing) {
      await openBy(page, opener);
      found.push(...(await shownOnce(page, `${place}, ${opener.name}`, forms)));
    }
  }
  return { found, opened };
}

const DIALOG = { part: 'dialog[open]' };

async function openedAndRefused(page: Page, where: string, forms: Forms): Promise<string[]> {
  const dialog = page.getByRole('dialog');
  const opened = await findings(page, where, DIALOG);
  forms.refuse();
  await submitForm(page);
  await dialog.getByRole('alert').waitFor();
  const refused = await findings(page, `${where}, refused`, { ...DIALOG, looks: TWO_LOOKS });
  await dialog.getByRole('button', { name: 'Cancel', exact: true }).click();
  await page.locator('dialog').waitFor({ state: 'detached' });
  return [...opened, ...refused];
}

async function shownOnce(page: Page, where: string, forms: Forms): Promise<string[]> {
  forms.accept();
  await submitForm(page);
  const done = page.getByRole('dialog').getByRole('button', { name: 'Done' });
  await done.waitFor();
  const shown = await findings(page, `${where}, done`, { ...DIALOG, looks: TWO_LOOKS });
  await done.click();
  await page.locator('dialog').waitFor({ state: 'detached' });
  const notice = { part: '.notice', looks: TWO_LOOKS };
  return [...shown, ...(await findings(page, `${where}, notice`, notice))];
}
