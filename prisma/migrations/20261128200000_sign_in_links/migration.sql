-- Links with which users sign in once who have no provider. A row has the digest of the secret in the link. As
-- with sessions, what was used must not come back with a backup: the table is part of none.

-- AlterTable
ALTER TABLE "sign_in_sessions" ADD COLUMN     "issuer" TEXT NOT NULL DEFAULT '',
ALTER COLUMN "sealed" DROP NOT NULL;

-- CreateTable
CREATE TABLE "sign_in_links" (
    "user_id" BIGINT NOT NULL,
    "digest" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sign_in_links_pkey" PRIMARY KEY ("user_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "sign_in_links_digest_key" ON "sign_in_links"("digest");

-- AddForeignKey
ALTER TABLE "sign_in_links" ADD CONSTRAINT "sign_in_links_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
