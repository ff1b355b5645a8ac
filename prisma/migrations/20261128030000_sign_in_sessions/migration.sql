-- People who are signed in with a browser. A row has the digest of the secret in the cookie, never the secret
-- itself, and the tokens of the provider sealed. Neither table is part of a backup: what was ended must not
-- come back with one.

-- CreateTable
CREATE TABLE "sign_in_sessions" (
    "id" BIGSERIAL NOT NULL,
    "digest" BYTEA NOT NULL,
    "provider" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "id_subject" TEXT NOT NULL,
    "provider_session" TEXT,
    "sealed" BYTEA NOT NULL,
    "renew_at" TIMESTAMPTZ(3) NOT NULL,
    "renewing_until" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sign_in_sessions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sign_in_used" (
    "digest" BYTEA NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sign_in_used_pkey" PRIMARY KEY ("digest")
);

-- CreateIndex
CREATE UNIQUE INDEX "sign_in_sessions_digest_key" ON "sign_in_sessions"("digest");

-- CreateIndex
CREATE INDEX "sign_in_sessions_provider_subject_idx" ON "sign_in_sessions"("provider", "subject");
