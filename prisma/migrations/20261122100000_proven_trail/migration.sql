-- The end of the trail bears a proof of its own. That of an existing database gets its first one when the service starts.
ALTER TABLE "audit_heads" ADD COLUMN     "key_id" SMALLINT,
ADD COLUMN     "mac" BYTEA;

-- Each filter of the trail, in the order in which it is shown.
CREATE INDEX "audit_events_action_at_id_idx" ON "audit_events"("action", "at", "id");

-- CreateIndex
CREATE INDEX "audit_events_ip_at_id_idx" ON "audit_events"("ip", "at", "id");

-- CreateIndex
CREATE INDEX "audit_events_request_id_idx" ON "audit_events"("request_id");

-- Prisma cannot say it: the filter does not regard case, and begins with is one of its conditions.
CREATE INDEX "audit_events_actor_name_at_id_idx" ON "audit_events" (lower("actor_name") text_pattern_ops, "at", "id");
