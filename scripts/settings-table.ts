import { SETTINGS, type Setting } from '../src/core/config/settings.ts';

/** The documentation's table of settings, in Markdown. */
export function settingsTable(): string {
  return ['| Setting | Default | What it does |', '|---|---|---|', ...SETTINGS.map(row)].join('\n');
}

function row({ name, default: text, description, secret }: Setting): string {
  const names = secret ? `\`${name}\` or \`${name}_FILE\`` : `\`${name}\``;
  return `| ${names} | ${text === '' ? '' : `\`${text}\``} | ${description} |`;
}
