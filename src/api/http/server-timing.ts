import type { Answer } from '../../core/http/exchange.ts';
import type { RequestRecord } from '../../core/http/record.ts';

/** Says what took the time of a request, to those who have sent a valid key. */
export function withServerTiming(answer: Answer, record: RequestRecord, ms: number): Answer {
  const { caller, statements, timings } = record;
  if (caller === null || timings === null) return answer;
  const { 'key check': key, statement: db } = timings.sums;
  const parts = [
    `total;dur=${rounded(ms)}`,
    `key;dur=${rounded(key)}`,
    `db;dur=${rounded(db)};desc="${statements} ${statements === 1 ? 'statement' : 'statements'}"`,
  ];
  return { ...answer, headers: { ...answer.headers, 'server-timing': parts.join(', ') } };
}

function rounded(ms: number): number {
  return Math.round(ms * 100) / 100;
}
