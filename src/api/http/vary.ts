/** The `Vary` of an answer that also depends on this field of the request. */
export function varyingBy(headers: Readonly<Record<string, string>>, field: string): string {
  const { vary } = headers;
  if (vary === undefined) return field;
  const fields = vary.toLowerCase().split(', ');
  return fields.includes(field.toLowerCase()) ? vary : `${vary}, ${field}`;
}
