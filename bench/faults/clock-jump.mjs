// Loaded into the service before anything else: SIGUSR2 moves its clock an hour ahead, and the next one back.

const HOUR_MS = 3_600_000;
const RealDate = Date;
let offset = 0;
process.on('SIGUSR2', () => {
  offset = offset === 0 ? HOUR_MS : 0;
});

globalThis.Date = class extends RealDate {
  constructor(...given) {
    if (given.length === 0) super(RealDate.now() + offset);
    else super(...given);
  }
  static now() {
    return RealDate.now() + offset;
  }
};
