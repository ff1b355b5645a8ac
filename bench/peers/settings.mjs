// What every peer is given by the bench, and how it says that it listens.

export const databaseUrl = given('DATABASE_URL');
export const adminKey = given('ADMIN_API_TOKEN');
export const pepper = given('TOKEN_PEPPER');
export const poolSize = Number(given('POOL_SIZE'));

export function announce(port) {
  process.stdout.write(`listening on http://127.0.0.1:${port}\n`);
}

function given(name) {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is missing: peers are started by the bench`);
  return value;
}
