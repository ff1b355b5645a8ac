-- What users and the operator set for the platform's services: calendars, models, transcription. All of it
-- is sealed, as addresses of calendars and keys of models are secrets.

-- CreateTable
CREATE TABLE "user_configs" (
    "user_id" BIGINT NOT NULL,
    "name" TEXT NOT NULL,
    "sealed" BYTEA NOT NULL,

    CONSTRAINT "user_configs_pkey" PRIMARY KEY ("user_id","name")
);

-- CreateTable
CREATE TABLE "platform_settings" (
    "key" TEXT NOT NULL,
    "sealed" BYTEA NOT NULL,

    CONSTRAINT "platform_settings_pkey" PRIMARY KEY ("key")
);

-- CreateIndex
CREATE INDEX "user_configs_name_user_id_idx" ON "user_configs"("name", "user_id");

-- AddForeignKey
ALTER TABLE "user_configs" ADD CONSTRAINT "user_configs_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
