-- AlterTable
ALTER TABLE "meeting_transitions" ADD COLUMN     "reported_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "meetings" ADD COLUMN     "active_stretches" tstzmultirange,
ADD COLUMN     "held_again" tstzmultirange;

-- By hand: what the Prisma schema cannot say.

-- The milestones follow the transitions in their order: by time, and of one time as they came. Only
-- what a continued meeting needs more than one of is kept as stretches.
CREATE OR REPLACE FUNCTION "meetings_keep_milestones"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE meetings m SET
        joining_at = k.joining_at, waiting_at = k.waiting_at, active_at = k.active_at,
        left_at = k.left_at, released_at = k.released_at, final_at = k.final_at,
        active_stretches = k.active_stretches, held_again = k.held_again
    FROM (
        SELECT t.meeting_id,
            min(t.at) FILTER (WHERE t.to_status = 'joining') AS joining_at,
            min(t.at) FILTER (WHERE t.to_status = 'awaiting_admission') AS waiting_at,
            min(t.at) FILTER (WHERE t.to_status = 'active') AS active_at,
            min(t.at) FILTER (WHERE t.was_active AND t.turn = 'left') AS left_at,
            min(t.at) FILTER (WHERE t.to_status IN ('stopping', 'completed', 'failed')) AS released_at,
            min(t.at) FILTER (WHERE t.to_status IN ('completed', 'failed')) AS final_at,
            CASE WHEN count(*) FILTER (WHERE t.turn = 'active' AND NOT t.is_active) > 1
                THEN range_agg(tstzrange(t.at, t.turns_at)) FILTER (WHERE t.turn = 'active') END AS active_stretches,
            CASE WHEN count(*) FILTER (WHERE t.was_released AND t.slot = 'held') > 0
                THEN range_agg(tstzrange(t.at, t.slot_at)) FILTER (WHERE t.was_released AND t.slot = 'held') END AS held_again
        FROM (
            SELECT s.*,
                count(*) FILTER (WHERE s.turn = 'active') OVER earlier > 0 AS was_active,
                lag(s.turn) OVER (PARTITION BY s.meeting_id, s.turn IS NULL ORDER BY s.at, s.id) IS NOT DISTINCT FROM 'active' AS is_active,
                lead(s.at) OVER (PARTITION BY s.meeting_id, s.turn IS NULL ORDER BY s.at, s.id) AS turns_at,
                count(*) FILTER (WHERE s.slot = 'free') OVER earlier > 0 AS was_released,
                lead(s.at) OVER (PARTITION BY s.meeting_id, s.slot IS NULL ORDER BY s.at, s.id) AS slot_at
            FROM (
                SELECT touched.meeting_id, c.id, c.at, c.to_status,
                    CASE WHEN c.to_status = 'active' THEN 'active'
                        WHEN c.to_status IN ('needs_human_help', 'stopping', 'completed', 'failed') THEN 'left' END AS turn,
                    CASE WHEN c.to_status IN ('stopping', 'completed', 'failed') THEN 'free'
                        WHEN c.to_status IN ('requested', 'joining', 'awaiting_admission', 'active', 'needs_human_help') THEN 'held' END AS slot
                FROM (SELECT DISTINCT meeting_id FROM changed) touched
                LEFT JOIN meeting_transitions c ON c.meeting_id = touched.meeting_id
            ) s
            WINDOW earlier AS (PARTITION BY s.meeting_id ORDER BY s.at, s.id ROWS UNBOUNDED PRECEDING)
        ) t
        GROUP BY t.meeting_id
    ) k
    WHERE m.id = k.meeting_id
        AND (m.joining_at, m.waiting_at, m.active_at, m.left_at, m.released_at, m.final_at, m.active_stretches, m.held_again)
            IS DISTINCT FROM (k.joining_at, k.waiting_at, k.active_at, k.left_at, k.released_at, k.final_at, k.active_stretches, k.held_again);
    RETURN NULL;
END
$$;

-- Stretches of which the last ends where its meeting does, unless that ended before: then it goes on.
CREATE FUNCTION "closed_stretches"("stretches" tstzmultirange, "ended" timestamptz) RETURNS tstzmultirange
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN upper_inf(stretches) AND ended >= (SELECT max(lower(s)) FROM unnest(stretches) s)
        THEN stretches * tstzmultirange(tstzrange(NULL, ended)) ELSE stretches END
$$;

DROP TRIGGER "figures_after_update" ON "meetings";
CREATE TRIGGER "figures_after_update" AFTER UPDATE ON "meetings" FOR EACH ROW
    WHEN ((OLD.status, OLD.created_at, OLD.start_time, OLD.end_time, OLD.active_at, OLD.left_at, OLD.active_stretches)
        IS DISTINCT FROM (NEW.status, NEW.created_at, NEW.start_time, NEW.end_time, NEW.active_at, NEW.left_at, NEW.active_stretches))
    EXECUTE FUNCTION "meetings_outdate_figures"();

-- Few meetings are continued: those are found by themselves, the others by their one slot.
CREATE INDEX "meetings_held_again_idx" ON "meetings" ("id") WHERE "held_again" IS NOT NULL;

-- What is there already.
UPDATE meeting_transitions SET at = at WHERE meeting_id IN (
    SELECT meeting_id FROM meeting_transitions GROUP BY meeting_id
    HAVING count(*) FILTER (WHERE to_status = 'active') > 1
        OR max(at) FILTER (WHERE to_status IN ('requested', 'joining', 'awaiting_admission', 'active', 'needs_human_help'))
            >= min(at) FILTER (WHERE to_status IN ('stopping', 'completed', 'failed')));
