import sql from 'sql-template-tag';
import type { TestServer } from '../../support/server.ts';

/** Free-form data as imports and other writers may have left it. */
const ODD_DATA = [
  '{}',
  '{"a": 1.0, "b": 1e300, "c": -0.00000000000000000001, "d": 12345678901234567890.123}',
  '{"n": 9007199254740993, "m": [9007199254740993, {"x": 0.1}], "1": 2, "0": 1}',
  '{"a": 1, "a": 2, "": "empty", " ": null, "__proto__": {"x": 1}, "constructor": true}',
  String.raw`{"text": "quotes \" and \\ and \u0001\n\t", "snowman": "☃ 😀 \ud83d\ude00", "é": "\u2028"}`,
  String.raw`{"quoted \"name\"": 1, "back\\slash": {"deep\nname": []}}`,
  '{"webhook": {"secret": "whsec_aaaaaaaaaaaaaaaaaaaaaaaa", "url": "https://example.com"}, "kept": 1}',
  '{"web-ho_ok": {"tok.en": "hidden"}, "kept": {"hook": "https://example.com/x"}}',
  '{"Ｗｅｂｈｏｏｋ": {"secret": "hidden"}, "kept": true}',
  String.raw`{"\u0077ebhook": {"secret": "hidden"}, "web\"hook": {"secret": "hidden"}, "kept": true}`,
  '{"outer": {"webhook": {"secret": "as it is"}}, "list": [{"password": "p"}, "}{][", "\\"{"]}',
  '{"page_token": "t", "author": "a", "oauth": "o", "saltwater": "s", "n": 18014398509481985}',
  `{"deep": ${'['.repeat(300)}${']'.repeat(300)}}`,
];

const ODD_TEXTS = [
  'plain',
  'quotes " and \\ and / ',
  'line\nbreak\ttab \u0001 \u007f',
  'ÄÖÜ ß ☃ 😀 \u2028\u2029',
  '',
  '{"not": "json"}',
  null,
];

const ODD_TIMES = [
  '2026-11-20 12:00:00.123456+00',
  '2026-11-20 12:00:00+00',
  '2026-11-20 12:00:00.1+00',
  '2026-11-20 12:00:00.12+00',
  '1969-12-31 23:59:59.999+00',
  '0099-01-01 00:00:00+00',
  '0001-01-01 00:00:00.5+00',
  '0044-03-15 12:00:00+00 BC',
  '0001-01-01 00:00:00+00 BC',
  '9999-12-31 23:59:59.999+00',
  '10000-01-01 00:00:00+00',
  '275760-09-13 00:00:00+00',
];

/** Values that no request stores, but that stand in columns. */
export async function addUnusualRows({ db: { rows } }: TestServer, userId: number): Promise<void> {
  for (const [place, data] of ODD_DATA.entries()) {
    const at = ODD_TIMES[place % ODD_TIMES.length];
    const name = ODD_TEXTS[place % ODD_TEXTS.length];
    const role = ['user', 'admin'][place % 2];
    await rows(sql`
      insert into users (email, name, image_url, role, is_active, max_concurrent_bots, data, created_at, updated_at)
      values (${`odd${place}@example.com`}, ${name}, ${name}, ${role}, ${place % 3 > 0},
        ${place % 2 ? null : place}, ${data}::jsonb, ${at}::timestamptz, ${at}::timestamptz)`);
    await rows(sql`
      insert into meetings (user_id, platform, native_meeting_id, status, completion_reason, data, created_at, start_time, end_time)
      values (${userId}, ${['zoom', 'webex', ''][place % 3]}, ${name}, ${['failed', 'odd'][place % 2]}, ${name},
        ${data}::jsonb, ${at}::timestamptz, ${place % 2 ? null : at}::timestamptz, ${at}::timestamptz)`);
  }
}

/** Whose numbers are no safe ones in JSON. */
export async function addLargeNumbers({ db: { rows } }: TestServer): Promise<void> {
  await rows(sql`
    insert into users (id, email, created_at)
    values (9007199254740993, 'large@example.com', '2020-01-01'), (999999999999999, 'less@example.com', '2020-01-02')`);
}
