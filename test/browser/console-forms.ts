import type { Page } from 'playwright-core';

// Forms of the console are filled in and sent; the API refuses each field, or answers.

export type Forms = {
  /** Whatever a form sends is refused from now on, each field for a reason of its own. */
  readonly refuse: () => void;
  readonly accept: () => void;
};

const MESSAGE = 'This is not what the field is for';
const SENT_BY_FORM = /\b(mutation|query VerifyKey)\b/;

export async function answerForms(page: Page): Promise<Forms> {
  let isRefusing = false;
  await page.route('**/graphql', async (route) => {
    const { query } = route.request().postDataJSON();
    if (!isRefusing || !SENT_BY_FORM.test(query)) await route.continue();
    else if (query.includes('mutation')) await route.fulfill({ json: await refusalOf(page) });
    else await route.fulfill({ json: { data: null, errors: [{ message: MESSAGE }] } });
  });
  return {
    refuse: () => {
      isRefusing = true;
    },
    accept: () => {
      isRefusing = false;
    },
  };
}

async function refusalOf(page: Page) {
  const named = await page
    .locator('dialog[open] [name]')
    .evaluateAll((fields) => fields.map((field) => field.getAttribute('name')));
  const issues = [...new Set(named)].map((name) => ({ path: ['input', name], message: MESSAGE }));
  const result = {
    __typename: 'InvalidInputError',
    message: MESSAGE,
    code: 'BAD_USER_INPUT',
    issues,
  };
  return { data: { result } };
}

const EXAMPLES: Readonly<Record<string, string>> = {
  number: '7',
  password: 'a secret of an example',
  text: 'example',
  url: 'https://hooks.example.org/example',
};

/** Fills in the open dialog, and sends it. */
export async function submitForm(page: Page): Promise<void> {
  const dialog = page.getByRole('dialog');
  for (const field of await dialog.locator('input:not([type="checkbox"])').all()) {
    const type = (await field.getAttribute('type')) ?? '';
    const label = await field.evaluate(
      (input: HTMLInputElement) => input.labels?.[0]?.textContent ?? '',
    );
    const [, toType] = /^Type (.+) to confirm$/.exec(label) ?? [];
    await field.fill(toType ?? EXAMPLES[type] ?? '');
  }
  // While an overlap lasts, there can be no second one.
  const overlap = dialog.locator('select[name="overlap"]');
  if ((await overlap.count()) > 0) await overlap.selectOption('0');
  await dialog.locator('button[type="submit"]').click();
}
