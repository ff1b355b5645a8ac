import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseConfig } from '../../src/core/config/parse-config.ts';
import { recordOne } from '../recording/reports.ts';
import { type Command, commandsIn, ELSEWHERE, isListed, NOT_RUN } from './commands.ts';
import { EFFECTS } from './effects.ts';
import { readPages } from './pages.ts';
import { openPlace, type Place } from './place.ts';
import { RUN_HERE } from './run-here.ts';
import { followCommand, runCommand, startByCommand } from './shell.ts';

const COMMANDS = readPages().flatMap(commandsIn);
const elsewhere = ELSEWHERE.flatMap(({ commands }) => commands);
const notRun = NOT_RUN.flatMap(({ commands }) => commands);
/** Undefined for one that is run elsewhere, or not at all. */
const runHere = (command: Command) =>
  isListed(elsewhere, command)
    ? undefined
    : RUN_HERE.find(({ page, begins }) => isListed([[page, begins]], command));
const RUN = COMMANDS.filter((command) => runHere(command) !== undefined);
const PAGES = [...new Set(RUN.map(({ page }) => page))];

describe('the commands in the documents', () => {
  it('are each run here or elsewhere, or are an exception with a reason', () => {
    const places = COMMANDS.map((command) => ({
      ...command,
      places: [
        runHere(command) !== undefined,
        isListed(elsewhere, command),
        isListed(notRun, command),
      ].filter(Boolean).length,
    }));
    expect(places.filter((one) => one.places !== 1)).toEqual([]);
    const left = COMMANDS.filter((command) => isListed(notRun, command));
    process.stdout.write(
      `${COMMANDS.length - left.length} of ${COMMANDS.length} commands are run\n`,
    );
  });

  it('are still in the documents, and the other tests still run theirs', () => {
    const gone = [...elsewhere, ...notRun, ...RUN_HERE.map(({ page, begins }) => [page, begins])]
      .flatMap(([page = '', ...begins]) => begins.map((begin) => [page, begin] as const))
      .filter((one) => !COMMANDS.some((command) => isListed([one], command)));
    expect(gone).toEqual([]);
    for (const { file, words } of ELSEWHERE)
      for (const word of words) expect(readFileSync(file, 'utf8')).toContain(word);
    const effects = Object.keys(EFFECTS).filter(
      (begins) => !RUN_HERE.some((one) => one.begins === begins),
    );
    expect(effects).toEqual([]);
  });
});

describe('a command of the documents', () => {
  let place: Place;
  beforeAll(async () => {
    place = await openPlace();
  });
  afterAll(() => place.close());

  async function tryOut(command: Command): Promise<void> {
    const { begins, prints = /$^/, standIns = '' } = runHere(command) ?? {};
    const text = place.adapted(command.text);
    const { shell } = place;
    if (text === 'npm start') {
      place.moveTo(await startByCommand({ DATA_DIR: place.dataDir }, text));
      return;
    }
    if (text.startsWith('curl -N')) {
      const happen = () => recordOne(place.server, place.user);
      await followCommand(shell, text, { expected: prints, happen });
      return;
    }
    if (SETTING.test(text)) parseConfig(settingOf(text));
    const printed = await runCommand({ ...shell, standIns }, text);
    expect(printed, command.text).toMatch(prints);
    place.hear(printed);
    await EFFECTS[begins ?? '']?.(place, printed);
  }

  it.each(PAGES)('does on %s what the page says', async (page) => {
    await place.enter(page);
    try {
      for (const command of RUN.filter((one) => one.page === page)) await tryOut(command);
    } finally {
      await place.leave();
    }
  });
});

const SETTING = /^[A-Z_]+=\S+$/;

function settingOf(text: string): Record<string, string> {
  const [name = '', value = ''] = text.split('=', 2);
  return { [name]: value };
}
