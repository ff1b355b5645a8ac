-- Sessions of browsers end with their user.

-- AlterTable
ALTER TABLE "sign_in_sessions" ADD COLUMN     "user_id" BIGINT;

-- CreateIndex
CREATE INDEX "sign_in_sessions_user_id_idx" ON "sign_in_sessions"("user_id");
