-- CreateTable
CREATE TABLE "webhook_secrets" (
    "user_id" BIGINT NOT NULL,
    "sealed" BYTEA NOT NULL,

    CONSTRAINT "webhook_secrets_pkey" PRIMARY KEY ("user_id")
);

-- AddForeignKey
ALTER TABLE "webhook_secrets" ADD CONSTRAINT "webhook_secrets_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
