import { ChoiceField, textOf } from './fields.tsx';

const DAY_SECONDS = 86_400;

const LIFETIMES: Readonly<Record<string, string>> = {
  DEFAULT: 'The default of the installation',
  [String(DAY_SECONDS)]: '1 day',
  [String(7 * DAY_SECONDS)]: '7 days',
  [String(30 * DAY_SECONDS)]: '30 days',
  [String(90 * DAY_SECONDS)]: '90 days',
  [String(365 * DAY_SECONDS)]: '1 year',
};

/** How long a new key works. */
export function Lifetime() {
  return (
    <ChoiceField name="expiresIn" label="Expires after" options={LIFETIMES} initial="DEFAULT" />
  );
}

/** Nothing where the installation decides. */
export function lifetimeOf(fields: FormData): { readonly expiresIn?: number } {
  const text = textOf(fields, 'expiresIn');
  return text === null || text === 'DEFAULT' ? {} : { expiresIn: Number(text) };
}

const OVERLAPS: Readonly<Record<string, string>> = {
  '0': 'None: the old key stops at once',
  '3600': '1 hour',
  [String(DAY_SECONDS)]: '1 day',
  [String(7 * DAY_SECONDS)]: '7 days',
  [String(30 * DAY_SECONDS)]: '30 days',
};

/** How long the old key works on beside the new one. */
export function Overlap() {
  return (
    <ChoiceField
      name="overlap"
      label="Overlap"
      options={OVERLAPS}
      initial={String(DAY_SECONDS)}
      note="Both keys work during the overlap. It can be finished early or cancelled."
    />
  );
}
