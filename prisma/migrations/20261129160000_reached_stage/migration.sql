-- AlterTable
ALTER TABLE "meetings" ADD COLUMN     "reached_stage" TEXT;

-- AlterTable
ALTER TABLE "past_meetings" ADD COLUMN     "reached_stage" TEXT;

-- By hand: what the Prisma schema cannot say.

-- A change of status names two statuses that the meeting was in: the furthest one of all of them is the stage.
CREATE FUNCTION "furthest_stage"("statuses" text[]) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT s.stage FROM unnest(ARRAY['active', 'awaiting_admission', 'joining', 'requested']) WITH ORDINALITY s(stage, place)
    WHERE s.stage = ANY(statuses) ORDER BY s.place LIMIT 1
$$;

CREATE OR REPLACE FUNCTION "meetings_keep_milestones"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE meetings m SET
        joining_at = k.joining_at, waiting_at = k.waiting_at, active_at = k.active_at,
        left_at = k.left_at, released_at = k.released_at, final_at = k.final_at,
        active_stretches = k.active_stretches, held_again = k.held_again, reached_stage = k.reached_stage
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
                THEN range_agg(tstzrange(t.at, t.slot_at)) FILTER (WHERE t.was_released AND t.slot = 'held') END AS held_again,
            furthest_stage(array_agg(t.to_status) || array_agg(t.from_status)) AS reached_stage
        FROM (
            SELECT s.*,
                count(*) FILTER (WHERE s.turn = 'active') OVER earlier > 0 AS was_active,
                lag(s.turn) OVER (PARTITION BY s.meeting_id, s.turn IS NULL ORDER BY s.at, s.id) IS NOT DISTINCT FROM 'active' AS is_active,
                lead(s.at) OVER (PARTITION BY s.meeting_id, s.turn IS NULL ORDER BY s.at, s.id) AS turns_at,
                count(*) FILTER (WHERE s.slot = 'free') OVER earlier > 0 AS was_released,
                lead(s.at) OVER (PARTITION BY s.meeting_id, s.slot IS NULL ORDER BY s.at, s.id) AS slot_at
            FROM (
                SELECT touched.meeting_id, c.id, c.at, c.to_status, c.from_status,
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
        AND (m.joining_at, m.waiting_at, m.active_at, m.left_at, m.released_at, m.final_at, m.active_stretches, m.held_again, m.reached_stage)
            IS DISTINCT FROM (k.joining_at, k.waiting_at, k.active_at, k.left_at, k.released_at, k.final_at, k.active_stretches, k.held_again, k.reached_stage);
    RETURN NULL;
END
$$;

CREATE OR REPLACE VIEW "counted_meetings" AS
    SELECT id, user_id, platform, status, completion_reason, failure_stage, start_time, end_time, data, created_at,
        joining_at, waiting_at, active_at, left_at, released_at, final_at, active_stretches, held_again, reached_stage FROM meetings
    UNION ALL
    SELECT id, user_id, platform, status, completion_reason, failure_stage, start_time, end_time, data, created_at,
        joining_at, waiting_at, active_at, left_at, released_at, final_at, active_stretches, held_again, reached_stage FROM past_meetings;
