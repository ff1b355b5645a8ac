-- By hand: what the Prisma schema cannot say. Three unique indexes without the rows that have nothing
-- in them: each row used to come into them as it was made, and nobody ever looked for it there.

-- Most keys replace none.
DROP INDEX "api_tokens_successor_key";
DROP INDEX "admin_keys_successor_key";
CREATE UNIQUE INDEX "api_tokens_successor_key" ON "api_tokens" ("replaces_id")
    WHERE "replaces_id" IS NOT NULL AND "revoked_at" IS NULL;
CREATE UNIQUE INDEX "admin_keys_successor_key" ON "admin_keys" ("replaces_id")
    WHERE "replaces_id" IS NOT NULL AND "revoked_at" IS NULL;

-- Those that are not sealed yet have an index of their own.
DROP INDEX "audit_events_position_key";
CREATE UNIQUE INDEX "audit_events_position_key" ON "audit_events" ("position")
    WHERE "position" IS NOT NULL;
