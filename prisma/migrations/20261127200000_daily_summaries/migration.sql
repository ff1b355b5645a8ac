-- What the figures of the installation are added up from: days of UTC, summarised in the background.

-- CreateTable
CREATE TABLE "summary_days" (
    "day" TIMESTAMPTZ(3) NOT NULL,
    "settled_after" xid8,
    "summarised_at" TIMESTAMPTZ(3),
    "held_ms" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "summary_days_pkey" PRIMARY KEY ("day")
);

-- CreateTable
CREATE TABLE "summary_marks" (
    "id" BIGSERIAL NOT NULL,
    "day" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "summary_marks_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "summary_months" (
    "month" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "summary_months_pkey" PRIMARY KEY ("month")
);

-- CreateTable
CREATE TABLE "summary_quarters" (
    "day" TIMESTAMPTZ(3) NOT NULL,
    "quarter" TIMESTAMPTZ(3) NOT NULL,
    "meetings" INTEGER NOT NULL,
    "completed" INTEGER NOT NULL,
    "failed" INTEGER NOT NULL,
    "running" INTEGER NOT NULL,
    "timed" INTEGER NOT NULL,
    "duration_ms" BIGINT NOT NULL,
    "peak" INTEGER NOT NULL,
    "peak_at" TIMESTAMPTZ(3),

    CONSTRAINT "summary_quarters_pkey" PRIMARY KEY ("day","quarter")
);

-- CreateTable
CREATE TABLE "summary_active_users" (
    "day" TIMESTAMPTZ(3) NOT NULL,
    "hour" TIMESTAMPTZ(3) NOT NULL,
    "chunk" BIGINT NOT NULL,
    "users" BIT(4096) NOT NULL,

    CONSTRAINT "summary_active_users_pkey" PRIMARY KEY ("day","hour","chunk")
);

-- CreateTable
CREATE TABLE "summary_outcomes" (
    "day" TIMESTAMPTZ(3) NOT NULL,
    "place" INTEGER NOT NULL,
    "platform" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "stage" TEXT,
    "reason" TEXT,
    "meetings" INTEGER NOT NULL,
    "completed" INTEGER NOT NULL,
    "failed" INTEGER NOT NULL,
    "running" INTEGER NOT NULL,
    "timed" INTEGER NOT NULL,
    "duration_ms" BIGINT NOT NULL,

    CONSTRAINT "summary_outcomes_pkey" PRIMARY KEY ("day","place")
);

-- CreateTable
CREATE TABLE "summary_users" (
    "is_month" BOOLEAN NOT NULL,
    "start" TIMESTAMPTZ(3) NOT NULL,
    "user_id" BIGINT NOT NULL,
    "meetings" INTEGER NOT NULL,
    "completed" INTEGER NOT NULL,
    "failed" INTEGER NOT NULL,
    "running" INTEGER NOT NULL,
    "timed" INTEGER NOT NULL,
    "duration_ms" BIGINT NOT NULL,
    "held_ms" BIGINT[],

    CONSTRAINT "summary_users_pkey" PRIMARY KEY ("is_month","start","user_id")
);

-- CreateTable
CREATE TABLE "summary_times" (
    "is_month" BOOLEAN NOT NULL,
    "start" TIMESTAMPTZ(3) NOT NULL,
    "platform" TEXT NOT NULL,
    "metric" TEXT NOT NULL,
    "bucket" SMALLINT NOT NULL,
    "measured" INTEGER NOT NULL,
    "seconds" DOUBLE PRECISION[],
    "counts" INTEGER[],

    CONSTRAINT "summary_times_pkey" PRIMARY KEY ("is_month","start","platform","metric","bucket")
);

-- By hand: what the Prisma schema cannot say.

-- Which bucket of `summary_times` a time belongs to: 2.5 percent wide up to eight hours, then doubling. To
-- change them, add a migration that empties the tables above.
CREATE FUNCTION "time_bucket"("seconds" double precision) RETURNS smallint
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT width_bucket(seconds, ARRAY[
        0.25,0.2562,0.2627,0.2692,0.276,0.2829,0.2899,0.2972,0.3046,0.3122,0.32,0.328,0.3362,0.3446,0.3532,
        0.3621,0.3711,0.3804,0.3899,0.3997,0.4097,0.4199,0.4304,0.4412,0.4522,0.4635,0.4751,0.487,0.4991,
        0.5116,0.5244,0.5375,0.5509,0.5647,0.5788,0.5933,0.6081,0.6233,0.6389,0.6549,0.6713,0.688,0.7052,
        0.7229,0.741,0.7595,0.7785,0.7979,0.8179,0.8383,0.8593,0.8808,0.9028,0.9253,0.9485,0.9722,0.9965,
        1.021,1.047,1.073,1.1,1.127,1.156,1.185,1.214,1.244,1.276,1.307,1.34,1.374,1.408,1.443,1.479,1.516,
        1.554,1.593,1.633,1.674,1.716,1.758,1.802,1.847,1.894,1.941,1.99,2.039,2.09,2.142,2.196,2.251,2.307,
        2.365,2.424,2.485,2.547,2.61,2.676,2.743,2.811,2.881,2.953,3.027,3.103,3.181,3.26,3.342,3.425,3.511,
        3.598,3.688,3.781,3.875,3.972,4.071,4.173,4.277,4.384,4.494,4.606,4.721,4.84,4.961,5.085,5.212,
        5.342,5.475,5.612,5.753,5.897,6.044,6.195,6.35,6.509,6.671,6.838,7.009,7.184,7.364,7.548,7.737,7.93,
        8.128,8.332,8.54,8.753,8.972,9.197,9.426,9.662,9.904,10.15,10.41,10.67,10.93,11.21,11.49,11.77,
        12.07,12.37,12.68,12.99,13.32,13.65,13.99,14.34,14.7,15.07,15.45,15.83,16.23,16.63,17.05,17.48,
        17.91,18.36,18.82,19.29,19.77,20.27,20.77,21.29,21.83,22.37,22.93,23.5,24.09,24.69,25.31,25.94,
        26.59,27.26,27.94,28.64,29.35,30.09,30.84,31.61,32.4,33.21,34.04,34.89,35.76,36.66,37.57,38.51,
        39.48,40.46,41.47,42.51,43.57,44.66,45.78,46.92,48.1,49.3,50.53,51.8,53.09,54.42,55.78,57.17,58.6,
        60.07,61.57,63.11,64.69,66.3,67.96,69.66,71.4,73.19,75.02,76.89,78.81,80.78,82.8,84.87,87,89.17,
        91.4,93.68,96.03,98.43,100.9,103.4,106,108.6,111.4,114.1,117,119.9,122.9,126,129.1,132.4,135.7,
        139.1,142.6,146.1,149.8,153.5,157.4,161.3,165.3,169.4,173.7,178,182.5,187,191.7,196.5,201.4,206.5,
        211.6,216.9,222.3,227.9,233.6,239.4,245.4,251.5,257.8,264.3,270.9,277.7,284.6,291.7,299,306.5,314.2,
        322,330.1,338.3,346.8,355.4,364.3,373.4,382.8,392.3,402.1,412.2,422.5,433.1,443.9,455,466.4,478,490,
        502.2,514.8,527.6,540.8,554.4,568.2,582.4,597,611.9,627.2,642.9,659,675.4,692.3,709.6,727.4,745.5,
        764.2,783.3,802.9,822.9,843.5,864.6,886.2,908.4,931.1,954.4,978.2,1003,1028,1053,1080,1107,1134,
        1163,1192,1222,1252,1284,1316,1348,1382,1417,1452,1488,1526,1564,1603,1643,1684,1726,1769,1814,1859,
        1905,1953,2002,2052,2103,2156,2210,2265,2322,2380,2439,2500,2563,2627,2692,2760,2829,2899,2972,3046,
        3122,3200,3280,3362,3446,3532,3621,3711,3804,3899,3997,4097,4199,4304,4412,4522,4635,4751,4870,4991,
        5116,5244,5375,5509,5647,5788,5933,6081,6233,6389,6549,6713,6881,7053,7229,7410,7595,7785,7979,8179,
        8383,8593,8808,9028,9254,9485,9722,9965,10210,10470,10730,11000,11270,11560,11850,12140,12440,12760,
        13070,13400,13740,14080,14430,14790,15160,15540,15930,16330,16740,17160,17580,18020,18470,18940,
        19410,19900,20390,20900,21420,21960,22510,23070,23650,24240,24850,25470,26100,26760,27430,28110,
        28810,57630,115300,230500,461000,922000,1844000,3688000,7376000,14750000,29510000,59010000,
        118000000,236000000,472100000,944200000
    ]::double precision[])::smallint
$$;

-- Until when a meeting can hold a slot, without looking at the gaps.
CREATE FUNCTION "slots_until"(
    "created" timestamptz, "released" timestamptz, "ended" timestamptz, "status" text, "again" tstzmultirange
) RETURNS timestamptz LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT greatest(created, upper(bot_slot(created, released, ended, status)), CASE
        WHEN again IS NULL THEN NULL
        WHEN NOT upper_inf(again) THEN upper(again)
        WHEN status IN ('requested', 'joining', 'awaiting_admission', 'active', 'needs_human_help') THEN 'infinity'
        ELSE ended END)
$$;

-- Marks those of the days that are in `summary_days`, from the one of the first timestamp to the one of the
-- second. Each statement in here sees what others committed before it; a transaction that sees only what was
-- there when it began marks every day.
CREATE FUNCTION "summary_days_mark"("since" timestamptz[], "until" timestamptz[]) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO summary_marks (day)
    SELECT t.day FROM (
        SELECT DISTINCT s.day FROM unnest(since, until) c(since, until)
        CROSS JOIN LATERAL generate_series(date_trunc('day', c.since, 'UTC'),
            greatest(c.since, least(c.until, greatest((SELECT max(day) FROM summary_days), clock_timestamp()))),
            interval '24 hours') s(day)
    ) t
    WHERE (SELECT true FROM summary_days d WHERE d.day = t.day)
        OR current_setting('transaction_isolation') <> 'read committed';
END
$$;

CREATE FUNCTION "meetings_mark_days"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM summary_days_mark(array_agg(t.since), array_agg(t.until)) FROM (
        SELECT DISTINCT date_trunc('day', c.created_at, 'UTC') AS since,
            date_trunc('day', slots_until(c.created_at, c.released_at, c.end_time, c.status, c.held_again), 'UTC') AS until
        FROM changed c
    ) t HAVING count(*) > 0;
    RETURN NULL;
END
$$;

-- Of a meeting whose slots stay as they are, the day on which it counts is enough.
CREATE FUNCTION "meetings_mark_changed_days"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM summary_days_mark(array_agg(t.since), array_agg(t.until)) FROM (
        SELECT DISTINCT date_trunc('day', c.since, 'UTC') AS since, date_trunc('day', c.until, 'UTC') AS until
        FROM before o FULL JOIN after n ON n.id = o.id
        CROSS JOIN LATERAL (SELECT (o.user_id, o.created_at, o.released_at, o.end_time, o.status, o.held_again)
            IS DISTINCT FROM (n.user_id, n.created_at, n.released_at, n.end_time, n.status, n.held_again) AS changes) s
        CROSS JOIN LATERAL (VALUES
            (o.created_at, CASE WHEN s.changes
                THEN slots_until(o.created_at, o.released_at, o.end_time, o.status, o.held_again) ELSE o.created_at END),
            (n.created_at, CASE WHEN s.changes
                THEN slots_until(n.created_at, n.released_at, n.end_time, n.status, n.held_again) ELSE n.created_at END)
        ) c(since, until)
        WHERE c.since IS NOT NULL
    ) t HAVING count(*) > 0;
    RETURN NULL;
END
$$;

CREATE FUNCTION "meetings_mark_all_days"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO summary_marks (day) SELECT day FROM summary_days;
    RETURN NULL;
END
$$;

CREATE TRIGGER "summary_after_insert" AFTER INSERT ON "meetings"
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION "meetings_mark_days"();
CREATE TRIGGER "summary_after_delete" AFTER DELETE ON "meetings"
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION "meetings_mark_days"();
CREATE TRIGGER "summary_after_update" AFTER UPDATE ON "meetings"
    REFERENCING OLD TABLE AS before NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION "meetings_mark_changed_days"();
CREATE TRIGGER "summary_after_truncate" AFTER TRUNCATE ON "meetings"
    FOR EACH STATEMENT EXECUTE FUNCTION "meetings_mark_all_days"();
