-- The whole model. The first part is what `prisma/schema.prisma` implies, as
-- `scripts/print-migration.ts --from-empty` prints it (less `CREATE SCHEMA`, which would ask for a
-- right that a plain role lacks). The second part has no form in that file.

-- CreateTable
CREATE TABLE "users" (
    "id" BIGSERIAL NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT,
    "image_url" TEXT,
    "role" TEXT NOT NULL DEFAULT 'user',
    "is_active" BOOLEAN NOT NULL DEFAULT true,
    "max_concurrent_bots" INTEGER,
    "data" JSONB NOT NULL DEFAULT '{}',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "users_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "api_tokens" (
    "id" BIGSERIAL NOT NULL,
    "user_id" BIGINT NOT NULL,
    "digest" BYTEA NOT NULL,
    "pepper_id" SMALLINT NOT NULL DEFAULT 1,
    "hint" TEXT NOT NULL,
    "name" TEXT,
    "scopes" TEXT[],
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),
    "last_used_at" TIMESTAMPTZ(3),
    "last_used_ip" TEXT,
    "generation" INTEGER NOT NULL DEFAULT 1,
    "replaces_id" BIGINT,
    "retires_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_tokens_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "token_usage_days" (
    "token_id" BIGINT NOT NULL,
    "day" DATE NOT NULL,
    "user_id" BIGINT NOT NULL,
    "requests" BIGINT NOT NULL DEFAULT 0,
    "first_at" TIMESTAMPTZ(3) NOT NULL,
    "last_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "token_usage_days_pkey" PRIMARY KEY ("token_id","day")
);

-- CreateTable
CREATE TABLE "meetings" (
    "id" BIGSERIAL NOT NULL,
    "user_id" BIGINT NOT NULL,
    "token_id" BIGINT,
    "platform" TEXT NOT NULL,
    "native_meeting_id" TEXT,
    "status" TEXT NOT NULL DEFAULT 'requested',
    "completion_reason" TEXT,
    "failure_stage" TEXT,
    "bot_container_id" TEXT,
    "start_time" TIMESTAMPTZ(3),
    "end_time" TIMESTAMPTZ(3),
    "data" JSONB NOT NULL DEFAULT '{}',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "meetings_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "meeting_transitions" (
    "id" BIGSERIAL NOT NULL,
    "meeting_id" BIGINT NOT NULL,
    "user_id" BIGINT NOT NULL,
    "from_status" TEXT,
    "to_status" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "source" TEXT,
    "reason" TEXT,
    "data" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "meeting_transitions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "meeting_sessions" (
    "id" BIGSERIAL NOT NULL,
    "meeting_id" BIGINT NOT NULL,
    "user_id" BIGINT NOT NULL,
    "session_uid" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "meeting_sessions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "transcript_segments" (
    "id" BIGSERIAL NOT NULL,
    "meeting_id" BIGINT NOT NULL,
    "user_id" BIGINT NOT NULL,
    "session_uid" TEXT,
    "segment_id" TEXT,
    "start_offset" DOUBLE PRECISION NOT NULL,
    "end_offset" DOUBLE PRECISION NOT NULL,
    "text" TEXT NOT NULL,
    "speaker" TEXT,
    "language" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "transcript_segments_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_events" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "actor_kind" TEXT NOT NULL,
    "actor_id" BIGINT,
    "actor_name" TEXT,
    "action" TEXT NOT NULL,
    "target_type" TEXT,
    "target_id" BIGINT,
    "ip" TEXT,
    "request_id" TEXT,
    "before" JSONB,
    "after" JSONB,
    "previous" BYTEA,
    "hash" BYTEA,

    CONSTRAINT "audit_events_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "admin_keys" (
    "id" BIGSERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "digest" BYTEA NOT NULL,
    "pepper_id" SMALLINT NOT NULL DEFAULT 1,
    "hint" TEXT NOT NULL,
    "access" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),
    "generation" INTEGER NOT NULL DEFAULT 1,
    "replaces_id" BIGINT,
    "retires_at" TIMESTAMPTZ(3),

    CONSTRAINT "admin_keys_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "users_created_at_id_idx" ON "users"("created_at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "api_tokens_digest_key" ON "api_tokens"("digest");

-- CreateIndex
CREATE UNIQUE INDEX "api_tokens_replaces_id_key" ON "api_tokens"("replaces_id");

-- CreateIndex
CREATE INDEX "api_tokens_user_id_created_at_id_idx" ON "api_tokens"("user_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "api_tokens_created_at_id_idx" ON "api_tokens"("created_at", "id");

-- CreateIndex
CREATE INDEX "token_usage_days_user_id_day_idx" ON "token_usage_days"("user_id", "day");

-- CreateIndex
CREATE INDEX "meetings_user_id_created_at_id_idx" ON "meetings"("user_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "meetings_created_at_id_idx" ON "meetings"("created_at", "id");

-- CreateIndex
CREATE INDEX "meetings_user_id_platform_native_meeting_id_created_at_idx" ON "meetings"("user_id", "platform", "native_meeting_id", "created_at");

-- CreateIndex
CREATE INDEX "meetings_status_created_at_idx" ON "meetings"("status", "created_at");

-- CreateIndex
CREATE INDEX "meetings_token_id_idx" ON "meetings"("token_id");

-- CreateIndex
CREATE INDEX "meeting_transitions_meeting_id_at_idx" ON "meeting_transitions"("meeting_id", "at");

-- CreateIndex
CREATE UNIQUE INDEX "meeting_sessions_meeting_id_session_uid_key" ON "meeting_sessions"("meeting_id", "session_uid");

-- CreateIndex
CREATE INDEX "transcript_segments_meeting_id_start_offset_idx" ON "transcript_segments"("meeting_id", "start_offset");

-- CreateIndex
CREATE INDEX "audit_events_at_id_idx" ON "audit_events"("at", "id");

-- CreateIndex
CREATE INDEX "audit_events_target_type_target_id_at_idx" ON "audit_events"("target_type", "target_id", "at");

-- CreateIndex
CREATE UNIQUE INDEX "admin_keys_digest_key" ON "admin_keys"("digest");

-- CreateIndex
CREATE UNIQUE INDEX "admin_keys_replaces_id_key" ON "admin_keys"("replaces_id");

-- AddForeignKey
ALTER TABLE "api_tokens" ADD CONSTRAINT "api_tokens_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_tokens" ADD CONSTRAINT "api_tokens_replaces_id_fkey" FOREIGN KEY ("replaces_id") REFERENCES "api_tokens"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "token_usage_days" ADD CONSTRAINT "token_usage_days_token_id_fkey" FOREIGN KEY ("token_id") REFERENCES "api_tokens"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "meetings" ADD CONSTRAINT "meetings_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "meetings" ADD CONSTRAINT "meetings_token_id_fkey" FOREIGN KEY ("token_id") REFERENCES "api_tokens"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "meeting_transitions" ADD CONSTRAINT "meeting_transitions_meeting_id_fkey" FOREIGN KEY ("meeting_id") REFERENCES "meetings"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "meeting_sessions" ADD CONSTRAINT "meeting_sessions_meeting_id_fkey" FOREIGN KEY ("meeting_id") REFERENCES "meetings"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "transcript_segments" ADD CONSTRAINT "transcript_segments_meeting_id_fkey" FOREIGN KEY ("meeting_id") REFERENCES "meetings"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "admin_keys" ADD CONSTRAINT "admin_keys_replaces_id_fkey" FOREIGN KEY ("replaces_id") REFERENCES "admin_keys"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- By hand: what the Prisma schema cannot say.

-- One live account per address, whatever its case; a deleted account gives its address free.
CREATE UNIQUE INDEX "users_email_key" ON "users" (lower("email")) WHERE "deleted_at" IS NULL;

-- A segment that is reported twice is stored once; older bots give their segments no id.
CREATE UNIQUE INDEX "transcript_segments_meeting_id_segment_id_key"
    ON "transcript_segments" ("meeting_id", "segment_id") WHERE "segment_id" IS NOT NULL;

-- The checks below say what every reader relies on, also for rows that come in beside the service.
ALTER TABLE "users"
    -- Access rules know these two; a third would be treated as neither.
    ADD CONSTRAINT "users_role_check" CHECK ("role" IN ('user', 'admin')),
    -- A negative limit has no meaning; 0 means none may run.
    ADD CONSTRAINT "users_max_concurrent_bots_check" CHECK ("max_concurrent_bots" >= 0),
    -- Single keys are merged into it, which only an object allows.
    ADD CONSTRAINT "users_data_check" CHECK (jsonb_typeof("data") = 'object'),
    -- The longest address that mail knows, and a last stop for input that escaped the service.
    ADD CONSTRAINT "users_email_check" CHECK (char_length("email") <= 320),
    -- As long as the API accepts.
    ADD CONSTRAINT "users_name_check" CHECK (char_length("name") <= 100);

ALTER TABLE "meetings"
    -- Single keys are merged into it, which only an object allows.
    ADD CONSTRAINT "meetings_data_check" CHECK (jsonb_typeof("data") = 'object');

ALTER TABLE "api_tokens"
    -- HMAC-SHA256: anything else could never be matched.
    ADD CONSTRAINT "api_tokens_digest_check" CHECK (octet_length("digest") = 32),
    -- A lineage counts up from 1.
    ADD CONSTRAINT "api_tokens_generation_check" CHECK ("generation" >= 1),
    -- As long as the API accepts.
    ADD CONSTRAINT "api_tokens_name_check" CHECK (char_length("name") <= 255);

ALTER TABLE "admin_keys"
    -- HMAC-SHA256: anything else could never be matched.
    ADD CONSTRAINT "admin_keys_digest_check" CHECK (octet_length("digest") = 32),
    -- Access rules know these two; a third would open nothing.
    ADD CONSTRAINT "admin_keys_access_check" CHECK ("access" IN ('admin', 'analytics')),
    -- A lineage counts up from 1.
    ADD CONSTRAINT "admin_keys_generation_check" CHECK ("generation" >= 1),
    -- As long as the API accepts.
    ADD CONSTRAINT "admin_keys_name_check" CHECK (char_length("name") <= 255);

ALTER TABLE "token_usage_days"
    -- Requests are only ever added.
    ADD CONSTRAINT "token_usage_days_requests_check" CHECK ("requests" >= 0);
