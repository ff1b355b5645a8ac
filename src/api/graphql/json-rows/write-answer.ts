import { randomBytes } from 'node:crypto';
import { JsonText } from '../../../kit/graphql/json-rows.ts';

/** Stands for a text until everything around it is written. No client can know it. */
const MARK = randomBytes(16).toString('base64url');

/** Those of the answer that is being written, in order. */
let texts: string[] = [];

Object.defineProperty(JsonText.prototype, 'toJSON', {
  value(this: JsonText) {
    texts.push(this.take());
    return MARK;
  },
});

/** As `JSON.stringify`, with every `JsonText` as it is. */
export function writeAnswer(answer: object): string {
  texts = [];
  const json = JSON.stringify(answer);
  if (texts.length === 0) return json;
  const written = texts;
  // What is over is not held until the next answer comes.
  texts = [];
  return json
    .split(`"${MARK}"`)
    .map((part, place) => part + (written[place] ?? ''))
    .join('');
}
