import { recordedUrl } from './recorded-url.ts';
import type { Meeting } from './rows.ts';

type Located = Pick<Meeting, 'platform' | 'nativeMeetingId' | 'data'>;
type Data = Readonly<Record<string, unknown>>;

const GOOGLE_CODE = /^[a-z]{3}-[a-z]{4}-[a-z]{3}$/;
const GOOGLE_NICKNAME = /^[a-z0-9][a-z0-9-]{3,38}[a-z0-9]$/;
const TEAMS_ID = /^\d{10,15}$/;
const TEAMS_THREAD = /^19:meeting_[A-Za-z0-9_=-]{1,200}@thread\.v2$/;
/** Where Microsoft runs Teams for companies and for governments. */
const TEAMS_HOST = /^(?:[a-z0-9-]{1,63}\.)?teams\.(?:microsoft\.(?:com|us)|live\.com)$/;
const ZOOM_ID = /^\d{9,11}$/;
/** A room; one that is not on the public server names its host. */
const JITSI_ROOM =
  /^([A-Za-z0-9_%~-][A-Za-z0-9_%.~-]{0,127})(?:@([A-Za-z0-9.-]{1,253}(?::\d{1,5})?))?$/;

/**
 * Where people join the call: as it was recorded with the meeting, or else built from platform, id and
 * passcode; null where the id does not say enough.
 */
export function meetingUrl({
  platform,
  nativeMeetingId: id,
  data: stored,
}: Located): string | null {
  const data = dataOf(stored);
  const recorded = recordedUrl(data['constructed_meeting_url']) ?? recordedUrl(data['meeting_url']);
  if (recorded !== null || id === null) return recorded;
  if (platform === 'google_meet') return isGoogleId(id) ? `https://meet.google.com/${id}` : null;
  if (platform === 'teams') return teamsUrl(id, data);
  if (platform === 'zoom')
    return ZOOM_ID.test(id) ? withPasscode(`https://zoom.us/j/${id}`, 'pwd', data) : null;
  if (platform === 'jitsi') return jitsiUrl(id);
  return platform === 'browser_session' ? `browser_session://${id}` : null;
}

function dataOf(data: Meeting['data']): Data {
  return typeof data === 'object' && data !== null && !Array.isArray(data) ? data : {};
}

function isGoogleId(id: string): boolean {
  return GOOGLE_CODE.test(id) || GOOGLE_NICKNAME.test(id);
}

function teamsUrl(id: string, data: Data): string | null {
  if (TEAMS_THREAD.test(id))
    return `https://teams.microsoft.com/l/meetup-join/${encodeURIComponent(id)}/0`;
  if (!TEAMS_ID.test(id)) return null;
  const host = data['teams_base_host'];
  const known = typeof host === 'string' && TEAMS_HOST.test(host) ? host : 'teams.live.com';
  return withPasscode(`https://${known}/meet/${id}`, 'p', data);
}

function jitsiUrl(id: string): string | null {
  const [, room, host = 'meet.jit.si'] = JITSI_ROOM.exec(id) ?? [];
  return room === undefined ? null : recordedUrl(`https://${host}/${room}`);
}

function withPasscode(url: string, name: string, { passcode }: Data): string {
  return typeof passcode === 'string' && passcode !== ''
    ? `${url}?${name}=${encodeURIComponent(passcode)}`
    : url;
}
