-- Legal holds, and the erasure of a person.
-- AlterTable
ALTER TABLE "audit_events" ADD COLUMN     "erased_mac" BYTEA;

-- CreateTable
CREATE TABLE "legal_holds" (
    "id" BIGSERIAL NOT NULL,
    "user_id" BIGINT,
    "meeting_id" BIGINT,
    "reason" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "released_at" TIMESTAMPTZ(3),

    CONSTRAINT "legal_holds_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "erasures" (
    "user_id" BIGINT NOT NULL,
    "pseudonym" TEXT NOT NULL,
    "erased_at" TIMESTAMPTZ(3) NOT NULL,
    "event_id" BIGINT NOT NULL,
    "counts" JSONB NOT NULL,

    CONSTRAINT "erasures_pkey" PRIMARY KEY ("user_id")
);

-- CreateTable
CREATE TABLE "erased_addresses" (
    "digest" BYTEA NOT NULL,
    "user_id" BIGINT NOT NULL,

    CONSTRAINT "erased_addresses_pkey" PRIMARY KEY ("digest")
);

-- CreateIndex
CREATE INDEX "legal_holds_user_id_idx" ON "legal_holds"("user_id");

-- CreateIndex
CREATE INDEX "legal_holds_meeting_id_idx" ON "legal_holds"("meeting_id");

-- CreateIndex
CREATE INDEX "legal_holds_created_at_id_idx" ON "legal_holds"("created_at", "id");

-- CreateIndex
CREATE INDEX "erasures_erased_at_idx" ON "erasures"("erased_at");

-- CreateIndex
CREATE INDEX "erased_addresses_user_id_idx" ON "erased_addresses"("user_id");

-- AddForeignKey
ALTER TABLE "legal_holds" ADD CONSTRAINT "legal_holds_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "legal_holds" ADD CONSTRAINT "legal_holds_meeting_id_fkey" FOREIGN KEY ("meeting_id") REFERENCES "meetings"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "erased_addresses" ADD CONSTRAINT "erased_addresses_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "erasures"("user_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- By hand: what the Prisma schema cannot say.

ALTER TABLE "legal_holds"
    ADD CONSTRAINT "legal_holds_target_check" CHECK (num_nonnulls("user_id", "meeting_id") = 1);
