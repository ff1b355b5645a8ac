/** Below which path a page is. What a browser shows as another one, such as `//host/dashboard`, is none of ours. */
const PAGE = /^((?:\/[\w.~-]+)*)\/(?:dashboard|graphql)\/?$/;

/** The part of a page's path that stands before that of the service: empty, or a path such as `/latchkey`. */
export function basePathOf(pathname: string): string {
  return PAGE.exec(pathname)?.[1] ?? '';
}
