-- AlterTable
ALTER TABLE "api_tokens" ADD COLUMN     "is_imported" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "root_id" BIGINT;

-- AlterTable
ALTER TABLE "admin_keys" ADD COLUMN     "created_by_key_id" BIGINT,
ADD COLUMN     "created_by_token_id" BIGINT,
ADD COLUMN     "depends_on_user_ids" BIGINT[] DEFAULT ARRAY[]::BIGINT[],
ADD COLUMN     "lives_from" TIMESTAMPTZ(3),
ADD COLUMN     "root_id" BIGINT;

-- By hand: what the Prisma schema cannot say.

ALTER TABLE "admin_keys" ALTER COLUMN "depends_on_user_ids" SET NOT NULL;

-- What a successor has of its predecessor, whoever writes it: an older process does not know of it.
CREATE FUNCTION "api_tokens_inherit"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    SELECT coalesce(k.root_id, k.id), k.is_imported INTO NEW.root_id, NEW.is_imported
    FROM api_tokens k WHERE k.id = NEW.replaces_id;
    RETURN NEW;
END
$$;

CREATE TRIGGER "inherit_before_insert" BEFORE INSERT ON "api_tokens" FOR EACH ROW
    WHEN (NEW.replaces_id IS NOT NULL) EXECUTE FUNCTION "api_tokens_inherit"();

CREATE FUNCTION "admin_keys_inherit"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    SELECT coalesce(k.root_id, k.id),
        ARRAY(SELECT DISTINCT d FROM unnest(k.depends_on_user_ids || NEW.depends_on_user_ids) d ORDER BY d)
    INTO NEW.root_id, NEW.depends_on_user_ids
    FROM admin_keys k WHERE k.id = NEW.replaces_id;
    RETURN NEW;
END
$$;

CREATE TRIGGER "inherit_before_insert" BEFORE INSERT ON "admin_keys" FOR EACH ROW
    WHEN (NEW.replaces_id IS NOT NULL) EXECUTE FUNCTION "admin_keys_inherit"();

-- The lineages that there are. Most keys replace none.
WITH RECURSIVE lineage AS (
    SELECT k.id, k.replaces_id AS root FROM api_tokens k JOIN api_tokens p ON p.id = k.replaces_id
    WHERE p.replaces_id IS NULL
    UNION ALL
    SELECT k.id, l.root FROM api_tokens k JOIN lineage l ON k.replaces_id = l.id)
UPDATE api_tokens t SET root_id = l.root FROM lineage l WHERE t.id = l.id;

WITH RECURSIVE lineage AS (
    SELECT k.id, k.replaces_id AS root FROM admin_keys k JOIN admin_keys p ON p.id = k.replaces_id
    WHERE p.replaces_id IS NULL
    UNION ALL
    SELECT k.id, l.root FROM admin_keys k JOIN lineage l ON k.replaces_id = l.id)
UPDATE admin_keys t SET root_id = l.root FROM lineage l WHERE t.id = l.id;

-- From a lineage to its keys.
CREATE INDEX "api_tokens_root_id_idx" ON "api_tokens" ("root_id") WHERE "root_id" IS NOT NULL;
CREATE INDEX "admin_keys_root_id_idx" ON "admin_keys" ("root_id") WHERE "root_id" IS NOT NULL;

-- The keys that imports brought so far. A key that was minted here and that an import only found here
-- has an event that says so.
UPDATE api_tokens t SET is_imported = true FROM imported_rows r
WHERE r.kind = 'token' AND r.local_id = t.id AND NOT EXISTS (
    SELECT FROM audit_events e WHERE e.target_type = 'ApiToken' AND e.target_id = t.id
        AND e.action IN ('TOKEN_MINTED', 'TOKEN_ROTATED'));
UPDATE api_tokens t SET is_imported = true FROM api_tokens first
WHERE t.root_id = first.id AND first.is_imported;

-- Who made the admin keys that there are: the audit log has it, by the event of each generation.
UPDATE admin_keys k SET
    created_by_token_id = CASE e.actor_kind WHEN 'USER_KEY' THEN e.actor_id END,
    created_by_key_id = CASE e.actor_kind WHEN 'ADMIN_KEY' THEN e.actor_id END,
    depends_on_user_ids = CASE e.actor_kind WHEN 'USER_KEY' THEN ARRAY[e.actor_user_id] ELSE '{}' END
FROM audit_events e
WHERE e.target_type = 'AdminKey' AND e.target_id = k.id
    AND e.action IN ('ADMIN_KEY_CREATED', 'ADMIN_KEY_ROTATED');
WITH RECURSIVE depends AS (
    SELECT k.id, d AS user_id FROM admin_keys k, unnest(k.depends_on_user_ids) d
    UNION
    SELECT k.id, d.user_id FROM depends d JOIN admin_keys k
        ON k.replaces_id = d.id OR k.created_by_key_id = d.id)
UPDATE admin_keys k SET depends_on_user_ids = d.ids
FROM (SELECT id, array_agg(DISTINCT user_id ORDER BY user_id) AS ids FROM depends GROUP BY id) d
WHERE k.id = d.id;

-- What a user did with its key to others: few users of few installations have such events.
CREATE INDEX "audit_events_by_user_key_idx" ON "audit_events" ("actor_user_id", "action")
    WHERE "actor_kind" = 'USER_KEY'
        AND "action" IN ('TOKEN_MINTED', 'TOKEN_ROTATED', 'USER_CREATED', 'USER_UPDATED', 'WEBHOOK_SET');
