-- AlterTable
ALTER TABLE "api_tokens" ADD COLUMN     "lives_from" TIMESTAMPTZ(3);

-- By hand: what the Prisma schema cannot say.

-- Keys that replaced one another count as one: a rotation finds room when there is none for a new
-- key. Of one lineage at most two work, as a key whose predecessor retires cannot begin to retire.
CREATE OR REPLACE FUNCTION key_room(owner bigint, moment timestamptz, most integer) RETURNS boolean
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM users WHERE id = owner FOR NO KEY UPDATE;
  RETURN (
    WITH RECURSIVE works AS (
      SELECT t.id, t.retires_at FROM api_tokens t
      WHERE t.user_id = owner AND t.revoked_at IS NULL
        AND (t.expires_at <= moment OR t.retires_at <= moment) IS NOT TRUE),
    later AS (
      SELECT w.id AS retiring, s.id FROM works w JOIN api_tokens s ON s.replaces_id = w.id
      WHERE w.retires_at IS NOT NULL
      UNION ALL
      SELECT l.retiring, s.id FROM later l JOIN api_tokens s ON s.replaces_id = l.id)
    SELECT count(*) < most FROM works w
    WHERE NOT EXISTS (
      SELECT FROM later l JOIN works living ON living.id = l.id WHERE l.retiring = w.id));
END
$$;
