// What a text says once it is decoded: whoever has the database can do so as well.

/** Base64 in either alphabet, or hexadecimal digits, wherever they stand in a text. */
const RUN = /[\w+/-]{20,}={0,2}/g;
const HEXADECIMAL = /^(?:[0-9a-f]{2})+$/i;
const ESCAPED = /%[0-9a-f]{2}/gi;

/** Control characters, and what stands for bytes that are no text. */
const NO_TEXT = /[^\P{Cc}\t\r\n]|\ufffd/u;

const MAY_BE_ENCODED = /[\w+/-]{20}|%[0-9a-f]{2}/i;

/** The texts that are hidden in another one, as far as they are texts. */
export function decodedTexts(text: string): readonly string[] {
  if (!MAY_BE_ENCODED.test(text)) return [];
  const runs = text.match(RUN) ?? [];
  const decoded = runs.flatMap((run) => [
    Buffer.from(run, 'base64').toString(),
    ...(HEXADECIMAL.test(run) ? [Buffer.from(run, 'hex').toString()] : []),
  ]);
  const found = decoded.filter((one) => !NO_TEXT.test(one));
  return text.search(ESCAPED) === -1 ? found : [...found, unescaped(text)];
}

/** Also where some of it is no text, or was cut. */
function unescaped(text: string): string {
  return text.replace(ESCAPED, (sign) => String.fromCharCode(Number.parseInt(sign.slice(1), 16)));
}
