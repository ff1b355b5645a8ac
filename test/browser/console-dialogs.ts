import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';

// All dialogs of the console: as its source has them, and as its pages offer them.

/** A dialog as it stands in the source. */
export type DialogSource = {
  /** Its file and its title, for a person who reads that no test opened it. */
  readonly name: string;
  readonly title: RegExp;
  readonly submit: string;
  /** Whether it shows something once it is done: the secret of a key, or a link. */
  readonly showsOnce: boolean;
};

const HOME = fileURLToPath(new URL('../../dashboard/', import.meta.url));

/** Of these, all others are made. */
const MADE_OF = new Set(['parts/dialog.tsx', 'actions/form.tsx', 'actions/show-once.tsx']);
/** These pass on the title that they are given. */
const PASS_ON = new Set(['actions/confirm.tsx', 'actions/rotate.tsx']);

const ELEMENT = /<(?=(?:Form|Confirm|Rotate)Dialog\s)/;
const TITLE = /\s(?:title|name)=(?:"([^"]*)"|\{`([^`]*)`\})/;
const SPECIAL = /[$()*+.?[\\\]^{|}]/g;
const SUBMIT = /\ssubmit="([^"]*)"/;

export function dialogsInSource(): readonly DialogSource[] {
  const files = globSync('**/*.tsx', { cwd: HOME }).filter((file) => !MADE_OF.has(file));
  const dialogs = files.filter((file) => !PASS_ON.has(file)).flatMap(dialogsIn);
  const titles = dialogs.map(({ title, submit }) => `${title.source} ${submit}`);
  const [twice] = titles.filter((title, place) => titles.indexOf(title) !== place);
  if (twice !== undefined) throw new Error(`two dialogs have the same title: ${twice}`);
  return dialogs;
}

function dialogsIn(file: string): DialogSource[] {
  const text = readFileSync(HOME + file, 'utf8');
  if (/<dialog|<Dialog\b/.test(text)) throw new Error(`${file}: use FormDialog, which is tested`);
  return text
    .split(ELEMENT)
    .slice(1)
    .map((element) => {
      const [, plain, template] = TITLE.exec(element) ?? [];
      const [, submit] = SUBMIT.exec(element) ?? [];
      const given = plain ?? template;
      if (given === undefined || submit === undefined)
        throw new Error(`${file}: a dialog needs a title and a submit text in its element`);
      const isRotation = element.startsWith('Rotate');
      const title = isRotation ? `Rotate ${given}` : given;
      return {
        name: `${file}: ${title}`,
        title: asPattern(title),
        submit,
        showsOnce: isRotation || text.includes('useShowOnce('),
      };
    });
}

function asPattern(template: string): RegExp {
  const parts = template.split(/\$\{[^}]*\}/);
  const literals = parts.map((part) => part.replaceAll(SPECIAL, '\\$&'));
  return new RegExp(`^${literals.join('.+')}$`);
}

/** The dialog that is open. @throws where the source has none with this title */
export async function openDialog(
  page: Page,
  known: readonly DialogSource[],
): Promise<DialogSource> {
  const dialog = page.getByRole('dialog');
  const title = (await dialog.getByRole('heading').first().textContent()) ?? '';
  const submit = await dialog.locator('button[type="submit"]').textContent();
  const found = known
    .filter((one) => one.submit === submit && one.title.test(title))
    // `Edit .+` is the title of others as well: the longest is the one that is meant.
    .toSorted((one, other) => other.title.source.length - one.title.source.length);
  if (found[0] === undefined) throw new Error(`no dialog in the source is called ${title}`);
  return found[0];
}

/** What opens no dialog; every other button of a page has to. */
const NO_DIALOG = new Set([
  'Download CSV',
  'Next',
  'Previous',
  'Refresh',
  'Restore',
  'Suspend',
  'Try again',
]);

/** A button that opens a dialog, with the panel around it. Those of the rows of a list are one. */
type Opener = { readonly panel: string; readonly name: string };

const BUTTONS = 'main button:not(.sort, dialog *)';

function buttonsOn(page: Page): Promise<Opener[]> {
  return page.locator(BUTTONS).evaluateAll((all) =>
    all.map((button) => ({
      panel: button.closest('.panel')?.querySelector('h2')?.textContent ?? '',
      // Without the part for screen readers, which tells rows apart.
      name: button.firstChild?.textContent?.trim() ?? '',
    })),
  );
}

export async function openersOn(page: Page): Promise<Opener[]> {
  const buttons = await buttonsOn(page);
  const unique = new Map(buttons.map((one) => [`${one.panel}: ${one.name}`, one]));
  return [...unique.values()].filter(({ name }) => !NO_DIALOG.has(name));
}

export async function openBy(page: Page, { panel, name }: Opener): Promise<void> {
  const buttons = await buttonsOn(page);
  const place = buttons.findIndex((one) => one.panel === panel && one.name === name);
  if (place < 0) throw new Error(`there is no button ${name} in ${panel} any more`);
  await page.locator(BUTTONS).nth(place).click();
  await page.getByRole('dialog').waitFor();
}
