-- Version 0.1.0 starts on no migration that it does not have, except on those that were rolled back. It works
-- on this database, so that an upgrade can be reversed: the migrations since then are rolled back at infinity,
-- which is never. Later versions read in `logs` which versions a migration works with. A tool that compares the
-- schema applies migrations to a database without a history.
do $$ begin
  if to_regclass('_prisma_migrations') is not null then
    update _prisma_migrations set rolled_back_at = 'infinity', logs = 'works with 0.1.0'
    where migration_name > '20261126190000_by_admin_keys' and rolled_back_at is null;
  end if;
end $$;
