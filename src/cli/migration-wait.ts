/** Says why a command does not go on, once. */
export function sayMigrationWait(): void {
  process.stderr.write(
    'latchkey: another process migrates the database; this command continues when it is done\n',
  );
}
