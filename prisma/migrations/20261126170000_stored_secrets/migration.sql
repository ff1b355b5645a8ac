-- CreateTable
CREATE TABLE "sweeps" (
    "name" TEXT NOT NULL,
    "after" TEXT,
    "changed" BIGINT NOT NULL DEFAULT 0,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "sweeps_pkey" PRIMARY KEY ("name")
);
