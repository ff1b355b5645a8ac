-- AlterTable
ALTER TABLE "api_tokens" ADD COLUMN     "lives_from" TIMESTAMPTZ(3);
