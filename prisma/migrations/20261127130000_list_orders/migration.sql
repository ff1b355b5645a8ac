-- The program builds these indexes before it applies this migration, while the service runs
-- (src/data/migrations/steps/list-orders.ts). Where another tool applies it, that happens here.

-- Meetings by their end; those that have not ended come last.
CREATE INDEX IF NOT EXISTS "meetings_end_order_idx"
    ON "meetings" (coalesce("end_time", '9999-12-31T23:59:59.999Z'::timestamptz), "id");

-- Keys by their expiry; those that never expire come last.
CREATE INDEX IF NOT EXISTS "api_tokens_expiry_order_idx"
    ON "api_tokens" (coalesce("expires_at", '9999-12-31T23:59:59.999Z'::timestamptz), "id");
