type Directive = 'connect-src' | 'font-src' | 'img-src' | 'script-src' | 'style-src' | 'worker-src';

/**
 * The `Content-Security-Policy` of a page of ours: what it needs, named, and nothing else. No page
 * may be framed, none sends a form unless that is said, and what stands in an answer never runs.
 */
export function pagePolicy(
  needs: Readonly<Partial<Record<Directive, string>>>,
  formAction = "'none'",
): string {
  return [
    "default-src 'none'",
    ...Object.entries(needs).map(([directive, sources]) => `${directive} ${sources}`),
    "base-uri 'none'",
    // Forms are sent by scripts alone: without them, a browser would put a key into the address.
    `form-action ${formAction}`,
    "frame-ancestors 'none'",
  ].join('; ');
}
