-- Retention: what is deleted by age, and what is kept of it for figures.

-- AlterTable
ALTER TABLE "meeting_figures" ADD COLUMN     "segments_removed_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "past_meetings" (
    "id" BIGSERIAL NOT NULL,
    "user_id" BIGINT NOT NULL,
    "platform" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "completion_reason" TEXT,
    "failure_stage" TEXT,
    "start_time" TIMESTAMPTZ(3),
    "end_time" TIMESTAMPTZ(3),
    "data" JSONB NOT NULL DEFAULT '{}',
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "joining_at" TIMESTAMPTZ(3),
    "waiting_at" TIMESTAMPTZ(3),
    "active_at" TIMESTAMPTZ(3),
    "left_at" TIMESTAMPTZ(3),
    "released_at" TIMESTAMPTZ(3),
    "final_at" TIMESTAMPTZ(3),
    "active_stretches" tstzmultirange,
    "held_again" tstzmultirange,

    CONSTRAINT "past_meetings_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "retention_runs" (
    "kind" TEXT NOT NULL,
    "wanted_at" TIMESTAMPTZ(3),
    "started_at" TIMESTAMPTZ(3),
    "before" TIMESTAMPTZ(3),
    "after" TEXT,
    "removed" BIGINT NOT NULL DEFAULT 0,
    "held" BIGINT NOT NULL DEFAULT 0,
    "unfinished" BIGINT NOT NULL DEFAULT 0,
    "finished_at" TIMESTAMPTZ(3),
    "removed_before" TIMESTAMPTZ(3),
    "removed_in_all" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "retention_runs_pkey" PRIMARY KEY ("kind")
);

-- CreateIndex
CREATE INDEX "past_meetings_user_id_created_at_id_idx" ON "past_meetings"("user_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "past_meetings_created_at_id_idx" ON "past_meetings"("created_at", "id");

-- AddForeignKey
ALTER TABLE "past_meetings" ADD CONSTRAINT "past_meetings_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- By hand: what the Prisma schema cannot say.

-- The same indexes as those of meetings, for the same figures.
CREATE INDEX "past_meetings_slot_idx" ON "past_meetings"
    USING gist ("bot_slot"("created_at", "released_at", "end_time", "status"));
CREATE INDEX "past_meetings_held_again_idx" ON "past_meetings" ("id") WHERE "held_again" IS NOT NULL;

-- What figures of users and of the installation count: each meeting once, deleted by age or not.
CREATE VIEW "counted_meetings" AS
    SELECT id, user_id, platform, status, completion_reason, failure_stage, start_time, end_time, data, created_at,
        joining_at, waiting_at, active_at, left_at, released_at, final_at, active_stretches, held_again FROM meetings
    UNION ALL
    SELECT id, user_id, platform, status, completion_reason, failure_stage, start_time, end_time, data, created_at,
        joining_at, waiting_at, active_at, left_at, released_at, final_at, active_stretches, held_again FROM past_meetings;

CREATE TRIGGER "summary_after_insert" AFTER INSERT ON "past_meetings"
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION "meetings_mark_days"();
CREATE TRIGGER "summary_after_delete" AFTER DELETE ON "past_meetings"
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION "meetings_mark_days"();
CREATE TRIGGER "summary_after_update" AFTER UPDATE ON "past_meetings"
    REFERENCING OLD TABLE AS before NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION "meetings_mark_changed_days"();
CREATE TRIGGER "summary_after_truncate" AFTER TRUNCATE ON "past_meetings"
    FOR EACH STATEMENT EXECUTE FUNCTION "meetings_mark_all_days"();

-- Figures of a transcript that is gone stay as they were: there is nothing to compute them from.
CREATE OR REPLACE FUNCTION "meeting_figures_outdate"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO meeting_figures AS f (meeting_id, revision)
    SELECT DISTINCT c.meeting_id, 1 FROM changed c ORDER BY c.meeting_id
    ON CONFLICT (meeting_id) DO UPDATE
        SET revision = f.revision + 1, kept_revision = NULL, transcript = NULL
        WHERE f.segments_removed_at IS NULL;
    RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION "meetings_outdate_figures"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO meeting_figures AS f (meeting_id, revision) VALUES (NEW.id, 1)
    ON CONFLICT (meeting_id) DO UPDATE
        SET revision = f.revision + 1, kept_revision = NULL, transcript = NULL
        WHERE f.segments_removed_at IS NULL;
    RETURN NULL;
END
$$;
