-- The program fills the new columns and builds these indexes before it applies this migration, while the
-- service runs (src/database/steps/fold-users.ts). Where another tool applies it, that happens here.
UPDATE "users" SET "email" = "email" WHERE "email_folded" = '';

-- One live account per address; a deleted account gives its address free.
CREATE UNIQUE INDEX IF NOT EXISTS "users_email_folded_key" ON "users" ("email_folded") WHERE "deleted_at" IS NULL;

-- Users by name.
CREATE INDEX IF NOT EXISTS "users_name_folded_id_idx" ON "users" ("name_folded", "id") WHERE "deleted_at" IS NULL;

-- The filter of the audit log by the name of whoever acted.
CREATE INDEX IF NOT EXISTS "audit_events_folded_actor_name_at_id_idx"
    ON "audit_events" (folded_text("actor_name") COLLATE "C", "at", "id");
DROP INDEX "audit_events_actor_name_at_id_idx";

-- What `lower` calls the same depends on the locale, so it decides nothing any more. The previous
-- version, which may still run, looks addresses up by it; the next one can drop the index.
CREATE INDEX IF NOT EXISTS "users_lower_email_idx" ON "users" (lower("email")) WHERE "deleted_at" IS NULL;
DROP INDEX "users_email_key";
