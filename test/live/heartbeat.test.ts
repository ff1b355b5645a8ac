import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { withHeartbeat } from '../../src/domain/live/heartbeat.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] }));
afterEach(() => void vi.useRealTimers());

it('a silent stream is heard as often as is set, until it ends', () => {
  const stream = withHeartbeat(new PassThrough(), 100);
  let heard = 0;
  for (let ms = 0; ms < 1_050; ms += 10) {
    vi.advanceTimersByTime(10);
    if (stream.read() !== null) heard += 1;
  }
  expect(heard).toBe(10);
  stream.destroy();
  vi.advanceTimersByTime(1_000);
  expect(vi.getTimerCount()).toBe(0);
});

it('a reader who does not read is sent no more than one at a time', () => {
  const stream = withHeartbeat(new PassThrough(), 100);
  vi.advanceTimersByTime(10_000);
  expect(String(stream.read())).toBe(':\n\n');
  expect(stream.read()).toBeNull();
  stream.destroy();
});
