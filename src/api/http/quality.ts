/** One entry of a header such as `Accept` or `Accept-Encoding`. */
export type Preference = {
  /** In lower case. */
  readonly name: string;
  readonly parameters: readonly string[];
  /** From 0, which is "never", to 1. */
  readonly quality: number;
};

const QUALITY = /^q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/;

/** The entries of a header with q-values, in their order. One whose q-value is none counts as refused. */
export function preferencesIn(header: string): readonly Preference[] {
  return header
    .replace(/\s/g, '')
    .toLowerCase()
    .split(',')
    .filter((entry) => entry !== '')
    .map((entry) => {
      const [name = '', ...parameters] = entry.split(';');
      const given = parameters.find((parameter) => parameter.startsWith('q='));
      const quality = given === undefined ? 1 : Number(QUALITY.exec(given)?.[1] ?? 0);
      return { name, parameters, quality };
    });
}

/** A function of a header, which remembers: clients are few, and what a hostile one sends is not kept for long. */
export function remembered<Result>(
  read: (header: string) => Result,
  most = 100,
): (header: string) => Result {
  const known = new Map<string, Result>();
  return (header) => {
    const found = known.get(header);
    if (found !== undefined) return found;
    const result = read(header);
    if (known.size >= most) known.clear();
    known.set(header, result);
    return result;
  };
}
