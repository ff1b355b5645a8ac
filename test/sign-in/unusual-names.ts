/** Names of persons and sessions that no database or log can hold, or that would be read as two. */
export const UNUSUAL_NAMES = ['a\u0000b', 'a\nb', 'a b', '\ud800', 'ü', '', 'x'.repeat(256)];
