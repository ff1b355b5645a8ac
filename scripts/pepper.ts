import type { App } from '../src/app.ts';
import { onHost } from '../src/auth/caller.ts';
import { forgetLostPeppers } from '../src/key/forget-pepper.ts';
import { countByPepper } from '../src/key/lost-peppers.ts';
import { StartError } from '../src/start-error.ts';
import { runCommand, withApp } from './with-app.ts';

// Shows how far a change of the pepper has come, and ends keys whose pepper is lost:
// npm run pepper -- status | forget

const USAGE = 'Use: npm run pepper -- status, or npm run pepper -- forget';

async function status({ peppers, db }: App): Promise<string> {
  const counts = await countByPepper(db.rows);
  const { current, previous } = peppers;
  const lines = [`  current   ${counts.get(current.id) ?? 0} working keys`];
  if (previous) lines.push(`  previous  ${counts.get(previous.id) ?? 0} working keys`);
  const given = [current.id, previous?.id];
  const lost = [...counts].filter(([id]) => !given.includes(id));
  for (const [, keys] of lost) lines.push(`  unknown   ${keys} working keys, which nobody can use`);
  return `${lines.join('\n')}\n${adviceFor(counts, { previousId: previous?.id, lost: lost.length })}`;
}

type State = { readonly previousId: number | undefined; readonly lost: number };

function adviceFor(counts: ReadonlyMap<number, number>, { previousId, lost }: State): string {
  if (lost > 0)
    return 'Give their pepper in TOKEN_PEPPER_PREVIOUS, or end them: npm run pepper -- forget\n';
  if (previousId === undefined) return '';
  return counts.has(previousId)
    ? 'Keys move to the current pepper as they are used. Keep TOKEN_PEPPER_PREVIOUS until none is left.\n'
    : 'No working key needs the previous pepper: TOKEN_PEPPER_PREVIOUS may go.\n';
}

await runCommand(async () => {
  const [order] = process.argv.slice(2);
  if (order !== 'status' && order !== 'forget') throw new StartError(USAGE);
  const text = await withApp(
    async (app) =>
      order === 'status'
        ? await status(app)
        : `${await forgetLostPeppers(app, onHost('npm run pepper'))} keys were ended.\n`,
    { acceptLostPeppers: true },
  );
  process.stdout.write(text);
  return 0;
});
