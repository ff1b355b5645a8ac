import { ChoiceField, textOf } from './fields.tsx';

const DAY_SECONDS = 86_400;

const LIFETIMES: Readonly<Record<string, string>> = {
  [String(DAY_SECONDS)]: '1 day',
  [String(7 * DAY_SECONDS)]: '7 days',
  [String(30 * DAY_SECONDS)]: '30 days',
  [String(90 * DAY_SECONDS)]: '90 days',
  [String(365 * DAY_SECONDS)]: '1 year',
};

type Props = {
  /** The most seconds that the installation allows; null: no limit. */
  readonly max: number | null;
};

function allowed({ max }: Props, from = ''): Record<string, string> {
  const within = Object.entries(LIFETIMES).filter(([time]) => max === null || Number(time) <= max);
  return Object.fromEntries(within.map(([time, text]) => [time, text + from]));
}

/** How long a new key works. */
export function Lifetime(props: Props) {
  const options = { DEFAULT: 'The default of the installation', ...allowed(props) };
  return <ChoiceField name="expiresIn" label="Expires after" options={options} initial="DEFAULT" />;
}

/** Nothing where the installation decides. */
export function lifetimeOf(fields: FormData): { readonly expiresIn?: number } {
  const text = textOf(fields, 'expiresIn');
  return text === null || text === 'DEFAULT' ? {} : { expiresIn: Number(text) };
}

/** Until when a key works that there is. */
export function Expiry(props: Props) {
  const options = {
    KEEP: 'Unchanged',
    ...(props.max === null && { NEVER: 'Never, until it is revoked' }),
    ...allowed(props, ' from now'),
  };
  return <ChoiceField name="expiresIn" label="Expires" options={options} initial="KEEP" />;
}

/** Nothing where it stays as it is; null for no end. */
export function expiryOf(fields: FormData): { readonly expiresIn?: number | null } {
  const text = textOf(fields, 'expiresIn') ?? 'KEEP';
  if (text === 'KEEP') return {};
  return { expiresIn: text === 'NEVER' ? null : Number(text) };
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
