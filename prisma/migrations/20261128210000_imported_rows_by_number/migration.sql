-- The program builds this index before it applies this migration, while the service runs
-- (src/data/migrations/steps/imported-rows.ts). Where another tool applies it, that happens here.

-- What was imported, by the number here: retention and erasures name meetings by it.
CREATE INDEX IF NOT EXISTS "imported_rows_local_id_idx" ON "imported_rows"("local_id");
