-- Users and groups that an identity provider keeps by SCIM.
-- CreateTable
CREATE TABLE "provisioned_users" (
    "user_id" BIGINT NOT NULL,
    "user_name" TEXT NOT NULL,
    "user_name_folded" TEXT COLLATE "C" NOT NULL,
    "external_id" TEXT,
    "given_name" TEXT,
    "family_name" TEXT,
    "is_suspended" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "provisioned_users_pkey" PRIMARY KEY ("user_id")
);

-- CreateTable
CREATE TABLE "provisioned_groups" (
    "id" BIGSERIAL NOT NULL,
    "display_name" TEXT NOT NULL,
    "display_name_folded" TEXT COLLATE "C" NOT NULL,
    "external_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "provisioned_groups_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "provisioned_members" (
    "group_id" BIGINT NOT NULL,
    "user_id" BIGINT NOT NULL,

    CONSTRAINT "provisioned_members_pkey" PRIMARY KEY ("group_id","user_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "provisioned_users_user_name_folded_key" ON "provisioned_users"("user_name_folded");

-- CreateIndex
CREATE INDEX "provisioned_users_external_id_idx" ON "provisioned_users"("external_id");

-- CreateIndex
CREATE UNIQUE INDEX "provisioned_groups_display_name_folded_key" ON "provisioned_groups"("display_name_folded");

-- CreateIndex
CREATE INDEX "provisioned_groups_external_id_idx" ON "provisioned_groups"("external_id");

-- CreateIndex
CREATE INDEX "provisioned_members_user_id_idx" ON "provisioned_members"("user_id");

-- AddForeignKey
ALTER TABLE "provisioned_users" ADD CONSTRAINT "provisioned_users_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "provisioned_members" ADD CONSTRAINT "provisioned_members_group_id_fkey" FOREIGN KEY ("group_id") REFERENCES "provisioned_groups"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "provisioned_members" ADD CONSTRAINT "provisioned_members_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- By hand: what the Prisma schema cannot say.

-- A key for provisioning does nothing else.
ALTER TABLE "admin_keys" DROP CONSTRAINT "admin_keys_access_check";
ALTER TABLE "admin_keys"
    ADD CONSTRAINT "admin_keys_access_check" CHECK ("access" IN ('admin', 'analytics', 'provisioning'));
