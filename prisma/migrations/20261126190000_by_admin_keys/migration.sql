-- By hand: what the Prisma schema cannot say.

-- What named admin keys did for others: as `audit_events_by_user_key_idx`, for admin keys that depend on a user.
CREATE INDEX "audit_events_by_admin_key_idx" ON "audit_events" ("actor_id", "action")
    WHERE "actor_kind" = 'ADMIN_KEY' AND "actor_id" IS NOT NULL
        AND "action" IN ('TOKEN_MINTED', 'TOKEN_ROTATED', 'USER_CREATED', 'USER_UPDATED', 'WEBHOOK_SET');
