type GivenFields<Fields> = { [Name in keyof Fields]: Exclude<Fields[Name], undefined> };

/** Leaves out fields that are undefined, as what is left out of a change stays as it is. */
export function givenFields<Fields extends object>(fields: Fields): GivenFields<Fields> {
  const given = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given) as GivenFields<Fields>;
}
