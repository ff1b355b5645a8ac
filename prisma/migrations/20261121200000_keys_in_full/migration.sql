-- Keys in full: usage, lineage, sealed trail, peppers, repeated requests. The first part is what
-- `scripts/print-migration.ts` prints.

-- DropIndex
DROP INDEX "admin_keys_replaces_id_key";

-- DropIndex
DROP INDEX "api_tokens_replaces_id_key";

-- AlterTable
ALTER TABLE "api_tokens" DROP COLUMN "last_used_ip";

-- AlterTable
ALTER TABLE "audit_events" ADD COLUMN     "actor_user_id" BIGINT,
ADD COLUMN     "key_id" SMALLINT,
ADD COLUMN     "position" BIGINT;

-- AlterTable
ALTER TABLE "token_usage_days" ADD COLUMN     "last_ip" TEXT;

-- CreateTable
CREATE TABLE "usage_writers" (
    "id" UUID NOT NULL,
    "batch" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "usage_writers_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "peppers" (
    "id" SMALLINT NOT NULL,
    "fingerprint" BYTEA NOT NULL,
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "peppers_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "data_keys" (
    "id" SMALLINT NOT NULL,
    "wrapped" BYTEA NOT NULL,
    "pepper_id" SMALLINT NOT NULL,

    CONSTRAINT "data_keys_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "idempotent_requests" (
    "key" BYTEA NOT NULL,
    "request" BYTEA NOT NULL,
    "target_id" BIGINT NOT NULL,
    "created" BOOLEAN NOT NULL,
    "secret" BYTEA,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "idempotent_requests_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "audit_heads" (
    "id" SMALLINT NOT NULL DEFAULT 1,
    "position" BIGINT NOT NULL,
    "hash" BYTEA NOT NULL,

    CONSTRAINT "audit_heads_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "peppers_fingerprint_key" ON "peppers"("fingerprint");

-- CreateIndex
CREATE INDEX "idempotent_requests_created_at_idx" ON "idempotent_requests"("created_at");

-- CreateIndex
CREATE INDEX "admin_keys_created_at_id_idx" ON "admin_keys"("created_at", "id");

-- CreateIndex
CREATE INDEX "api_tokens_pepper_id_idx" ON "api_tokens"("pepper_id");

-- CreateIndex
CREATE UNIQUE INDEX "audit_events_position_key" ON "audit_events"("position");

-- By hand: what the Prisma schema cannot say.

-- One living successor per key; a cancelled one does not stand in the way of the next.
CREATE UNIQUE INDEX "api_tokens_successor_key" ON "api_tokens" ("replaces_id") WHERE "revoked_at" IS NULL;
CREATE UNIQUE INDEX "admin_keys_successor_key" ON "admin_keys" ("replaces_id") WHERE "revoked_at" IS NULL;

-- From a key to what replaced it: few keys replace another.
CREATE INDEX "api_tokens_replaces_id_idx" ON "api_tokens" ("replaces_id") WHERE "replaces_id" IS NOT NULL;
CREATE INDEX "admin_keys_replaces_id_idx" ON "admin_keys" ("replaces_id") WHERE "replaces_id" IS NOT NULL;

-- What the sealing of the trail has still to do is found without a look at what it has done.
CREATE INDEX "audit_events_unsealed_idx" ON "audit_events" ("id") WHERE "position" IS NULL;

-- Whether a user may have one more key. A function sees what was committed while it waited for the
-- lock, which a statement that waits itself would not.
CREATE FUNCTION key_room(owner bigint, moment timestamptz, most integer) RETURNS boolean
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM users WHERE id = owner FOR NO KEY UPDATE;
  RETURN (
    SELECT count(*) < most FROM api_tokens t
    WHERE t.user_id = owner AND t.revoked_at IS NULL
      AND (t.expires_at > moment) IS NOT FALSE AND (t.retires_at > moment) IS NOT FALSE);
END
$$;
