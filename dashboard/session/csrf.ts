/** A page of another site cannot send it; the cookie of a session counts only with it. */
export const COOKIE_HEADERS = { 'X-Latchkey-CSRF': '1' };
