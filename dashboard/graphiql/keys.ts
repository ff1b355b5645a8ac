import { BASE_PATH } from '../base-path.ts';

type KeyKind = {
  readonly header: string;
  readonly label: string;
};

const KINDS: readonly KeyKind[] = [
  { header: 'X-Admin-API-Key', label: 'Admin key' },
  { header: 'X-API-Key', label: 'User key' },
];

/** For this browser tab only, until it is closed; a reload keeps them. */
const STORED = `latchkey:graphiql-keys${BASE_PATH}`;

type Keys = Readonly<Record<string, string>>;

function storedKeys(): Keys {
  try {
    const stored: unknown = JSON.parse(sessionStorage.getItem(STORED) ?? '{}');
    return stored !== null && typeof stored === 'object' ? (stored as Keys) : {};
  } catch {
    return {};
  }
}

export function forgetKeys(): void {
  sessionStorage.removeItem(STORED);
}

/** The headers of every request, whichever tab of GraphiQL makes it. */
export function keyHeaders(): Record<string, string> {
  const keys = storedKeys();
  const typed = KINDS.map(({ header }) => [header, keys[header] ?? ''] as const);
  return Object.fromEntries(typed.filter(([, key]) => key !== ''));
}

/** The bar above GraphiQL, in which keys are typed. @param changed is called when another key holds */
export function showKeyBar(bar: HTMLFormElement, changed: () => void): void {
  const inputs = KINDS.map((kind) => inputFor(kind));
  const sent = document.createElement('output');
  const forget = document.createElement('button');
  forget.type = 'button';
  forget.textContent = 'Forget keys';
  const show = () => {
    const names = Object.keys(keyHeaders());
    sent.textContent =
      names.length === 0
        ? 'No key is sent.'
        : `Sent with every request of all tabs: ${names.join(' and ')}`;
    forget.hidden = names.length === 0;
  };
  const keep = () => {
    const keys = inputs.map(({ name, value }) => [name, value.trim()]);
    sessionStorage.setItem(STORED, JSON.stringify(Object.fromEntries(keys)));
    show();
  };
  for (const input of inputs) {
    input.addEventListener('input', keep);
    input.addEventListener('change', changed);
  }
  // Keys are kept with each letter; Enter has nothing to send.
  bar.addEventListener('submit', (event) => event.preventDefault());
  forget.addEventListener('click', () => {
    for (const input of inputs) input.value = '';
    keep();
    changed();
  });
  bar.append(...inputs.map(labelled), sent, forget);
  show();
}

function inputFor({ header, label }: KeyKind): HTMLInputElement {
  const input = document.createElement('input');
  input.type = 'password';
  input.name = header;
  input.autocomplete = 'off';
  input.spellcheck = false;
  input.placeholder = header;
  input.value = storedKeys()[header] ?? '';
  input.setAttribute('aria-label', label);
  return input;
}

function labelled(input: HTMLInputElement): HTMLElement {
  const label = document.createElement('label');
  label.append(input.getAttribute('aria-label') ?? '', input);
  return label;
}
