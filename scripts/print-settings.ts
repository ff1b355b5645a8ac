import { settingsTable } from './settings-table.ts';

// Prints the table of settings that README.md holds between its `settings` markers.
process.stdout.write(`${settingsTable()}\n`);
