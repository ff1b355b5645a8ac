-- DropIndex
DROP INDEX "meeting_transitions_meeting_id_at_idx";

-- AlterTable
ALTER TABLE "api_tokens" ADD COLUMN     "is_odd_form" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "meetings" ADD COLUMN     "active_at" TIMESTAMPTZ(3),
ADD COLUMN     "final_at" TIMESTAMPTZ(3),
ADD COLUMN     "joining_at" TIMESTAMPTZ(3),
ADD COLUMN     "left_at" TIMESTAMPTZ(3),
ADD COLUMN     "released_at" TIMESTAMPTZ(3),
ADD COLUMN     "waiting_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "meeting_figures" (
    "meeting_id" BIGINT NOT NULL,
    "revision" BIGINT NOT NULL DEFAULT 0,
    "kept_revision" BIGINT,
    "transcript" JSONB,

    CONSTRAINT "meeting_figures_pkey" PRIMARY KEY ("meeting_id")
);

-- CreateTable
CREATE TABLE "bot_refusals" (
    "user_id" BIGINT NOT NULL,
    "quarter" TIMESTAMPTZ(3) NOT NULL,
    "refused" INTEGER NOT NULL,

    CONSTRAINT "bot_refusals_pkey" PRIMARY KEY ("user_id","quarter")
);

-- CreateTable
CREATE TABLE "row_counts" (
    "name" TEXT NOT NULL,
    "shard" INTEGER NOT NULL,
    "rows" BIGINT NOT NULL,

    CONSTRAINT "row_counts_pkey" PRIMARY KEY ("name","shard")
);

-- CreateTable
CREATE TABLE "import_sources" (
    "id" BIGSERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "schema_form" TEXT NOT NULL,
    "progress" JSONB,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "import_sources_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "imported_rows" (
    "source_id" BIGINT NOT NULL,
    "kind" TEXT NOT NULL,
    "foreign_id" BIGINT NOT NULL,
    "local_id" BIGINT NOT NULL,
    "state" BYTEA NOT NULL,

    CONSTRAINT "imported_rows_pkey" PRIMARY KEY ("source_id","kind","foreign_id")
);

-- CreateIndex
CREATE INDEX "bot_refusals_quarter_idx" ON "bot_refusals"("quarter");

-- CreateIndex
CREATE UNIQUE INDEX "import_sources_name_key" ON "import_sources"("name");

-- CreateIndex
CREATE UNIQUE INDEX "meeting_transitions_meeting_id_at_to_status_key" ON "meeting_transitions"("meeting_id", "at", "to_status");

-- AddForeignKey
ALTER TABLE "meeting_figures" ADD CONSTRAINT "meeting_figures_meeting_id_fkey" FOREIGN KEY ("meeting_id") REFERENCES "meetings"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "bot_refusals" ADD CONSTRAINT "bot_refusals_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "imported_rows" ADD CONSTRAINT "imported_rows_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "import_sources"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- By hand: what the Prisma schema cannot say.

-- Every key is looked for by its digest alone once there is a key of an odd form.
CREATE INDEX "api_tokens_odd_form_idx" ON "api_tokens" ("id") WHERE "is_odd_form" AND "revoked_at" IS NULL;

-- Bots that hold a slot: what a user's limit is compared with.
CREATE INDEX "meetings_running_idx" ON "meetings" ("user_id")
    WHERE "status" IN ('requested', 'joining', 'awaiting_admission', 'active', 'needs_human_help');

-- When a bot held a slot: from the request until it was told to stop or was over. A meeting that is
-- over without a recorded end held none; one that goes on holds it without end.
CREATE FUNCTION "bot_slot"(
    "created" timestamptz, "released" timestamptz, "ended" timestamptz, "status" text
) RETURNS tstzrange LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT tstzrange(created, greatest(created, coalesce(released, ended,
        CASE WHEN status IN ('requested', 'joining', 'awaiting_admission', 'active', 'needs_human_help')
            THEN 'infinity' ELSE created END)))
$$;

-- Which bots ran in a stretch of time, however long before they had begun.
CREATE INDEX "meetings_slot_idx" ON "meetings"
    USING gist ("bot_slot"("created_at", "released_at", "end_time", "status"));

-- The milestones follow the transitions, also for rows that come in beside the service.
CREATE FUNCTION "meetings_keep_milestones"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE meetings m SET
        joining_at = k.joining_at, waiting_at = k.waiting_at, active_at = k.active_at,
        left_at = k.left_at, released_at = k.released_at, final_at = k.final_at
    FROM (
        SELECT t.meeting_id,
            min(t.at) FILTER (WHERE t.to_status = 'joining') AS joining_at,
            min(t.at) FILTER (WHERE t.to_status = 'awaiting_admission') AS waiting_at,
            min(t.at) FILTER (WHERE t.to_status = 'active') AS active_at,
            min(t.at) FILTER (WHERE t.at >= t.first_active AND t.to_status IN
                ('needs_human_help', 'stopping', 'completed', 'failed')) AS left_at,
            min(t.at) FILTER (WHERE t.to_status IN ('stopping', 'completed', 'failed')) AS released_at,
            min(t.at) FILTER (WHERE t.to_status IN ('completed', 'failed')) AS final_at
        FROM (
            SELECT touched.meeting_id, s.at, s.to_status,
                min(s.at) FILTER (WHERE s.to_status = 'active') OVER (PARTITION BY touched.meeting_id) AS first_active
            FROM (SELECT DISTINCT meeting_id FROM changed) touched
            LEFT JOIN meeting_transitions s ON s.meeting_id = touched.meeting_id
        ) t
        GROUP BY t.meeting_id
    ) k
    WHERE m.id = k.meeting_id
        AND (m.joining_at, m.waiting_at, m.active_at, m.left_at, m.released_at, m.final_at)
            IS DISTINCT FROM (k.joining_at, k.waiting_at, k.active_at, k.left_at, k.released_at, k.final_at);
    RETURN NULL;
END
$$;

CREATE TRIGGER "milestones_after_insert" AFTER INSERT ON "meeting_transitions"
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION "meetings_keep_milestones"();
CREATE TRIGGER "milestones_after_update" AFTER UPDATE ON "meeting_transitions"
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION "meetings_keep_milestones"();
CREATE TRIGGER "milestones_after_delete" AFTER DELETE ON "meeting_transitions"
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION "meetings_keep_milestones"();

-- Kept figures are worth nothing once what they were computed from has changed. In the order of
-- ids, so that two writers cannot wait for each other.
CREATE FUNCTION "meeting_figures_outdate"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO meeting_figures AS f (meeting_id, revision)
    SELECT DISTINCT c.meeting_id, 1 FROM changed c ORDER BY c.meeting_id
    ON CONFLICT (meeting_id) DO UPDATE
        SET revision = f.revision + 1, kept_revision = NULL, transcript = NULL;
    RETURN NULL;
END
$$;

CREATE TRIGGER "figures_after_insert" AFTER INSERT ON "transcript_segments"
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION "meeting_figures_outdate"();
CREATE TRIGGER "figures_after_update" AFTER UPDATE ON "transcript_segments"
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION "meeting_figures_outdate"();
CREATE TRIGGER "figures_after_delete" AFTER DELETE ON "transcript_segments"
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION "meeting_figures_outdate"();
CREATE TRIGGER "figures_after_insert" AFTER INSERT ON "meeting_sessions"
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION "meeting_figures_outdate"();
CREATE TRIGGER "figures_after_update" AFTER UPDATE ON "meeting_sessions"
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION "meeting_figures_outdate"();
CREATE TRIGGER "figures_after_delete" AFTER DELETE ON "meeting_sessions"
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION "meeting_figures_outdate"();

CREATE FUNCTION "meetings_outdate_figures"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO meeting_figures AS f (meeting_id, revision) VALUES (NEW.id, 1)
    ON CONFLICT (meeting_id) DO UPDATE
        SET revision = f.revision + 1, kept_revision = NULL, transcript = NULL;
    RETURN NULL;
END
$$;

CREATE TRIGGER "figures_after_update" AFTER UPDATE ON "meetings" FOR EACH ROW
    WHEN ((OLD.status, OLD.created_at, OLD.start_time, OLD.end_time, OLD.active_at, OLD.left_at)
        IS DISTINCT FROM (NEW.status, NEW.created_at, NEW.start_time, NEW.end_time, NEW.active_at, NEW.left_at))
    EXECUTE FUNCTION "meetings_outdate_figures"();

-- The length of a list is asked for with almost every page, and counting it would read it whole.
CREATE FUNCTION "row_counts_follow"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    difference bigint;
BEGIN
    SELECT count(*) * CASE TG_OP WHEN 'INSERT' THEN 1 ELSE -1 END INTO difference FROM changed;
    IF difference <> 0 THEN
        INSERT INTO row_counts AS c (name, shard, rows)
        VALUES (TG_TABLE_NAME, pg_backend_pid() % 16, difference)
        ON CONFLICT (name, shard) DO UPDATE SET rows = c.rows + excluded.rows;
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION "row_counts_forget"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM row_counts WHERE name = TG_TABLE_NAME;
    RETURN NULL;
END
$$;

CREATE TRIGGER "count_after_insert" AFTER INSERT ON "meetings"
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION "row_counts_follow"();
CREATE TRIGGER "count_after_delete" AFTER DELETE ON "meetings"
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION "row_counts_follow"();
CREATE TRIGGER "count_after_truncate" AFTER TRUNCATE ON "meetings"
    FOR EACH STATEMENT EXECUTE FUNCTION "row_counts_forget"();

-- Words are what blanks part. Kept with the text, because reading every text again costs more than
-- all other figures together.
ALTER TABLE "transcript_segments" ADD COLUMN "words" INTEGER GENERATED ALWAYS AS (
    cardinality(array_remove(string_to_array(translate("text", E'\n\t\r\f\x0b', '     '), ' '), ''))
) STORED;

-- A number of seconds that a bot left in a meeting's data, as a number or as text; null for anything
-- that is not one: too long for a measured time, negative, or no number at all.
CREATE FUNCTION "recorded_number"("data" jsonb, "name" text) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN jsonb_typeof(data -> name) IN ('number', 'string') AND (data ->> name) ~ '^\s*\+?\d{1,15}(\.\d{0,15})?\s*$'
        THEN (data ->> name)::double precision END
$$;

-- What is there already.
INSERT INTO row_counts (name, shard, rows) SELECT 'meetings', 0, count(*) FROM meetings;
UPDATE meeting_transitions SET at = at;

ALTER TABLE "transcript_segments"
    -- Thirty years at most, and neither NaN nor infinity: no figure would survive them.
    ADD CONSTRAINT "transcript_segments_offsets_check" CHECK (
        "start_offset" BETWEEN -1e9 AND 1e9 AND "end_offset" BETWEEN -1e9 AND 1e9);

ALTER TABLE "bot_refusals"
    -- A row is there because of at least one.
    ADD CONSTRAINT "bot_refusals_refused_check" CHECK ("refused" > 0);
