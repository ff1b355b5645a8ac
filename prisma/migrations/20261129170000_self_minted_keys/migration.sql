-- AlterTable
ALTER TABLE "api_tokens" ADD COLUMN     "is_self_minted" BOOLEAN NOT NULL DEFAULT false;
