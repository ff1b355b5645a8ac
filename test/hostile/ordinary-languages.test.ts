import { describe, expect, it } from 'vitest';
import { secretPaths } from '../../src/core/input/omit-secrets.ts';

// The search for secrets has a limit of work. What people write in any language lies far below it.

const SENTENCES: Readonly<Record<string, string>> = {
  English: 'So we should look at the numbers for this quarter and then decide.',
  French: 'Nous devrions vérifier les chiffres de l’année dernière, à côté du café.',
  German: 'Wir müssen die Zahlen für das nächste Jahr überprüfen, schöne Grüße.',
  Russian: 'Нам нужно проверить цифры за этот квартал и потом решить вместе.',
  Arabic: 'نحن بحاجة إلى مراجعة أرقام هذا الربع ثم اتخاذ القرار',
  Chinese: '我们需要检查本季度的数字然后再决定下一步该怎么做比较好。',
  emoji: '👍 great work team 🎉🎉 see you 👋',
};

function dataOf(sentence: string): Readonly<Record<string, object>> {
  const segments = Array.from({ length: 200 }, (_, start) => ({
    speaker: 'Ada',
    text: `${sentence} ${start}`,
    start,
  }));
  const json = JSON.stringify(segments);
  const urls = segments.map(({ text }) => `https://example.com/${encodeURIComponent(text)}`);
  const letters = Array.from({ length: 4_000 }, (_, place) => sentence[place % sentence.length]);
  return {
    'a list': { segments },
    JSON: { segments: json },
    'JSON within JSON': { log: JSON.stringify({ segments: json }) },
    'JSON within JSON within JSON': {
      log: JSON.stringify({ a: JSON.stringify({ b: JSON.stringify(segments.slice(0, 100)) }) }),
    },
    base64: { blob: Buffer.from(json).toString('base64') },
    addresses: { urls },
    'addresses in a text': { urls: urls.join('\n') },
    'addresses in JSON': { urls: JSON.stringify(urls) },
    'a list of letters': { words: letters },
    'letters in JSON': { words: JSON.stringify(letters) },
  };
}

describe.each(Object.entries(SENTENCES))('data in %s', (_language, sentence) => {
  it.each(Object.entries(dataOf(sentence)))('stays: %s', (_form, data) => {
    expect(secretPaths(data)).toEqual([]);
  });

  it('is searched: a secret among it is found', () => {
    for (const data of Object.values(dataOf(sentence)))
      expect(secretPaths({ ...data, note: `${sentence} webhook_secret=abc` })).toEqual([['note']]);
  });
});

it.each(['\u00a0', '\ufeff', '\v', '\u2003'])('a blank %j around JSON hides no secret', (blank) => {
  for (const text of [`${blank}["webhook_secret","abc"]`, `["webhook_secret","abc"]${blank}`])
    expect(secretPaths({ text })).toEqual([['text']]);
});
