export const DAY = 86_400_000;

export const FROM = Date.UTC(2017, 0, 1);

export const TO = Date.UTC(2027, 0, 1);

export type Change = { readonly at: number; readonly from: string; readonly to: string };

/** When the clocks of a zone change, to the minute, and their offsets before and after. */
export function changesOf(zone: string): Change[] {
  const format = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' });
  const offsetAt = (moment: number) => format.format(moment).split('GMT')[1] ?? '';
  const changes: Change[] = [];
  let from = offsetAt(FROM);
  for (let start = FROM; start < TO; start += 5 * DAY) {
    const to = offsetAt(start + 5 * DAY);
    if (from === to) continue;
    let [low, high] = [start, start + 5 * DAY];
    while (high - low > 60_000) {
      const middle = Math.floor((low + high) / 120_000) * 60_000;
      if (offsetAt(middle) === from) low = middle;
      else high = middle;
    }
    changes.push({ at: high, from, to });
    from = to;
  }
  return changes.length > 0 ? changes : [{ at: FROM + 1, from, to: from }];
}

export function millisecondsOf(offset: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = offset.slice(1).split(':').map(Number);
  return (offset.startsWith('-') ? -1 : 1) * ((hours * 60 + minutes) * 60 + seconds) * 1_000;
}
