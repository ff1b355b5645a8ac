-- AlterTable
ALTER TABLE "api_tokens" ADD COLUMN     "rate_limit" INTEGER;

-- AlterTable
ALTER TABLE "admin_keys" ADD COLUMN     "rate_limit" INTEGER;

-- By hand: what the Prisma schema cannot say. No key has a limit of its own yet: without `NOT VALID` all
-- rows would be read, and nobody could use a key meanwhile.
ALTER TABLE "api_tokens" ADD CONSTRAINT "api_tokens_rate_limit_check" CHECK ("rate_limit" > 0) NOT VALID;
ALTER TABLE "admin_keys" ADD CONSTRAINT "admin_keys_rate_limit_check" CHECK ("rate_limit" > 0) NOT VALID;
