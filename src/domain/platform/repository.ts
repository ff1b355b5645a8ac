// The address of a git repository. Other forms than these name a program to run (`ext::…`), an option of git or
// ssh (`--upload-pack=…`), or a file of the machine that reads it.

const SCHEMES = ['http', 'https', 'ssh', 'git'];
const ADDRESS = /^([a-z]+):\/\/([^/]+)(?:\/.*)?$/i;
/** `git@host:path` or `host:path`; not `ext::…` or `x://…`. */
const SCP = /^(?:[\w.~-]+@)?(\[[0-9a-f:.]+\]|[\w.-]+):(?:[^/:]|\/[^/]).*$/i;
/** `https:host` reads as a web address in one program and as a host of the name `https` in another. */
const NO_HOST = /^(?:https?|ssh|git|ftps?|file|data)$/i;
const BLANK_OR_BACKSLASH = /[\s\p{Cc}\\]/u;
/** Programs differ in where a host ends that has these behind or before it. */
const ENDS_HOST = /[?#]/;
/** Git reads what is escaped in these before it looks for the host. */
const DECODED_FIRST = /^(?:ssh|git)$/i;

const FORM =
  'must be an http(s), ssh or git address, such as https://git.example.com/me/work.git or git@git.example.com:me/work.git';

type Repository = { readonly host: URL } | { readonly problem: string };

/** @returns what is wrong with it, or a web address with the host that git would connect to */
export function readRepository(text: string): Repository {
  const isSafe = !text.startsWith('-') && !BLANK_OR_BACKSLASH.test(text);
  const host = isSafe ? (addressHost(text) ?? scpHost(text)) : null;
  return host === null ? { problem: FORM } : { host };
}

function addressHost(text: string): URL | null {
  const [, scheme = '', place = ''] = ADDRESS.exec(text) ?? [];
  const isEscaped = DECODED_FIRST.test(scheme) && place.includes('%');
  if (!SCHEMES.includes(scheme.toLowerCase()) || ENDS_HOST.test(place) || isEscaped) return null;
  return withHost(place);
}

function scpHost(text: string): URL | null {
  const [, host = ''] = SCP.exec(text) ?? [];
  return host === '' || NO_HOST.test(host) ? null : withHost(host);
}

/** The URL parser writes each notation of a host plainly. One that begins like an option would be one for ssh. */
function withHost(place: string): URL | null {
  const url = URL.parse(`http://${place}/`);
  if (url === null || url.hostname.startsWith('-') || url.username.startsWith('-')) return null;
  return url;
}
