-- By hand: rows alone, apart from the column, so that nobody waits for them behind the lock of a table.

-- What is there already: only the stage of a meeting that failed is ever read.
UPDATE meetings m SET reached_stage = k.reached_stage
FROM (
    SELECT t.meeting_id, furthest_stage(array_agg(t.to_status) || array_agg(t.from_status)) AS reached_stage
    FROM meeting_transitions t JOIN meetings f ON f.id = t.meeting_id AND f.status = 'failed' GROUP BY t.meeting_id
) k
WHERE m.id = k.meeting_id AND k.reached_stage IS NOT NULL;
