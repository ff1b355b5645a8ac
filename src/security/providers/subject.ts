/** As RFC 7519 and OpenID Connect have it, without blanks: it stands before the name in the audit log. */
const SUBJECT = /^[\x21-\x7e]{1,255}$/;

/** Whether a claim can name a person, or a session of theirs. */
export function isSubject(claim: unknown): claim is string {
  return typeof claim === 'string' && SUBJECT.test(claim);
}
