// A time zone is a name of the IANA database as `Intl` knows it. PostgreSQL has a list of its own: it reads
// some of these names as abbreviations without summer time, and may lack new ones. It is never asked.

// A name, never an offset: `+03:00` means one thing to JavaScript and its opposite to others.
const NAME = /^[A-Za-z][A-Za-z0-9_+/-]{0,63}$/;

/** The names of the IANA database that have no slash. `Intl` also takes abbreviations such as IST, which several zones share. */
const WITHOUT_SLASH = new Set(
  `CET CST6CDT Cuba EET EST EST5EDT Egypt Eire GB GB-Eire GMT GMT+0 GMT-0 GMT0 Greenwich HST Hongkong
  Iceland Iran Israel Jamaica Japan Kwajalein Libya MET MST MST7MDT NZ NZ-CHAT Navajo PRC PST8PDT Poland
  Portugal ROC ROK Singapore Turkey UCT UTC Universal W-SU WET Zulu`
    .toLowerCase()
    .split(/\s+/),
);

/** To look one up takes longer than most requests. In lower case, in which there are no more than the database has. */
const KNOWN = new Set(['utc']);

export function isZone(name: string): boolean {
  if (!NAME.test(name)) return false;
  const lower = name.toLowerCase();
  if (KNOWN.has(lower)) return true;
  if (!isOfDatabase(lower) || !isOfIntl(name)) return false;
  KNOWN.add(lower);
  return true;
}

function isOfDatabase(name: string): boolean {
  // Zones of POSIX systems, which only some versions of `Intl` have.
  return name.includes('/') ? !name.startsWith('systemv/') : WITHOUT_SLASH.has(name);
}

function isOfIntl(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
