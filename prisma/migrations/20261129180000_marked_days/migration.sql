-- By hand: what the Prisma schema cannot say.

-- As before, but it reads the days that there are, and each of them once: a meeting may have been created
-- hundreds of thousands of days ago. Each statement in here sees what others committed before it. A transaction
-- that sees only what was there when it began marks every day that may have been announced since: those of the
-- last twenty years, and a year more for clocks that differ.
CREATE OR REPLACE FUNCTION "summary_days_mark"("since" timestamptz[], "until" timestamptz[]) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    stretches tstzmultirange := (
        SELECT range_agg(tstzrange(date_trunc('day', c.since, 'UTC'), greatest(c.since, c.until), '[]'))
        FROM unnest(since, until) c(since, until));
BEGIN
    -- OFFSET 0: the days of each stretch are looked up by the index, however many there are.
    INSERT INTO summary_marks (day)
    SELECT s.day FROM unnest(stretches) t(stretch)
    CROSS JOIN LATERAL (
        SELECT d.day FROM summary_days d WHERE d.day >= lower(t.stretch) AND d.day <= upper(t.stretch) OFFSET 0
    ) s;
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        INSERT INTO summary_marks (day)
        SELECT s.day FROM generate_series(
            date_trunc('day', least((SELECT min(day) FROM summary_days), clock_timestamp() - interval '21 years'), 'UTC'),
            greatest((SELECT max(day) FROM summary_days), clock_timestamp()), interval '24 hours') s(day)
        WHERE s.day <@ stretches AND NOT EXISTS (SELECT FROM summary_days d WHERE d.day = s.day);
    END IF;
END
$$;
