/**
 * Further checks of `/health/ready` by name: `ok`, or what an operator should look at. They are shown and never
 * make the service unready: no other process would do better with a row that cannot be written.
 */
export type Notices = Readonly<Record<string, () => string>>;

/** Of what was set aside, since this process started, so that the rest could go on. */
export function countNotice(count: number, text: string): string {
  return count === 0 ? 'ok' : `${count} ${text}`;
}
