-- Events are signed when they are written: by whom, under which number, as which of how many parts.
-- AlterTable
ALTER TABLE "audit_events" ADD COLUMN     "mac" BYTEA,
ADD COLUMN     "number" BIGINT,
ADD COLUMN     "part" INTEGER,
ADD COLUMN     "parts" INTEGER,
ADD COLUMN     "writer" UUID;

-- CreateTable
CREATE TABLE "audit_writers" (
    "id" UUID NOT NULL,
    "through" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "is_closed" BOOLEAN NOT NULL,
    "key_id" SMALLINT NOT NULL,
    "mac" BYTEA NOT NULL,
    "seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "audit_writers_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_marks" (
    "id" SMALLINT NOT NULL DEFAULT 1,
    "position" BIGINT NOT NULL,
    "key_id" SMALLINT NOT NULL,
    "mac" BYTEA NOT NULL,

    CONSTRAINT "audit_marks_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_set_aside" (
    "id" BIGSERIAL NOT NULL,
    "event_id" BIGINT NOT NULL,
    "event" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "audit_set_aside_pkey" PRIMARY KEY ("id")
);

-- By hand: what the Prisma schema cannot say.

-- What is not sealed yet and would not fit is cut: it would stand in the way of all that follows.
UPDATE "audit_events" SET "ip" = left("ip", 64), "request_id" = left("request_id", 64), "actor_name" = left("actor_name", 300)
    WHERE "position" IS NULL AND (char_length("ip") > 64 OR char_length("request_id") > 64 OR char_length("actor_name") > 300);

-- Every text that has an index fits into it, and every time can be read. Sealed events stay as they are.
ALTER TABLE "audit_events" ADD CONSTRAINT "audit_events_fit" CHECK (
    coalesce(char_length("ip"), 0) <= 64 AND coalesce(char_length("request_id"), 0) <= 64
    AND coalesce(char_length("actor_name"), 0) <= 300 AND char_length("action") <= 64
    AND coalesce(char_length("target_type"), 0) <= 64 AND char_length("actor_kind") <= 64
    AND "at" >= '0001-01-01 00:00:00+00' AND "at" < '10000-01-01 00:00:00+00') NOT VALID;
