/** The directives that a field has in the printed schema: those it has already, and one more. */
export function withDirective(extensions: unknown, added: object): { readonly directives: object } {
  const { directives } = (extensions ?? {}) as { readonly directives?: object };
  return { directives: { ...directives, ...added } };
}
