import { settingsTable } from './settings-table.ts';

// Prints the table of settings that docs/settings.md has between its `settings` markers.
process.stdout.write(`${settingsTable()}\n`);
