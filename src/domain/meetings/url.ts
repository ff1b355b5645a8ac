import type { Meeting } from './rows.ts';

type Located = Pick<Meeting, 'platform' | 'nativeMeetingId' | 'data'>;

const GOOGLE_CODE = /^[a-z]{3}-[a-z]{4}-[a-z]{3}$/;
const GOOGLE_NICKNAME = /^[a-z0-9][a-z0-9-]{3,38}[a-z0-9]$/;
const TEAMS_ID = /^\d{10,15}$/;
const ZOOM_ID = /^\d{9,11}$/;
const JITSI_NAME = /^[A-Za-z0-9_-]{1,128}$/;

/**
 * Where people join the call, built from platform, id and passcode; null where the id does not
 * say enough.
 */
export function meetingUrl(meeting: Located): string | null {
  const { platform, nativeMeetingId: id } = meeting;
  if (id === null) return null;
  if (platform === 'google_meet') return isGoogleId(id) ? `https://meet.google.com/${id}` : null;
  if (platform === 'teams')
    return withPasscode(TEAMS_ID, `https://teams.live.com/meet/${id}`, 'p', meeting);
  if (platform === 'zoom') return withPasscode(ZOOM_ID, `https://zoom.us/j/${id}`, 'pwd', meeting);
  if (platform === 'jitsi') return JITSI_NAME.test(id) ? `https://meet.jit.si/${id}` : null;
  return platform === 'browser_session' ? `browser_session://${id}` : null;
}

function isGoogleId(id: string): boolean {
  return GOOGLE_CODE.test(id) || GOOGLE_NICKNAME.test(id);
}

function withPasscode(
  form: RegExp,
  url: string,
  name: string,
  { nativeMeetingId, data }: Located,
): string | null {
  if (!form.test(nativeMeetingId ?? '')) return null;
  const passcode = passcodeOf(data);
  return passcode === null ? url : `${url}?${name}=${encodeURIComponent(passcode)}`;
}

function passcodeOf(data: Meeting['data']): string | null {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return null;
  const { passcode } = data;
  return typeof passcode === 'string' && passcode !== '' ? passcode : null;
}
