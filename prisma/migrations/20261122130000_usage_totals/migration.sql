-- CreateTable
CREATE TABLE "token_usage" (
    "token_id" BIGINT NOT NULL,
    "requests" BIGINT NOT NULL,
    "first_at" TIMESTAMPTZ(3) NOT NULL,
    "last_at" TIMESTAMPTZ(3) NOT NULL,
    "last_ip" TEXT,

    CONSTRAINT "token_usage_pkey" PRIMARY KEY ("token_id")
);

-- AddForeignKey
ALTER TABLE "token_usage" ADD CONSTRAINT "token_usage_token_id_fkey" FOREIGN KEY ("token_id") REFERENCES "api_tokens"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- By hand: what the Prisma schema cannot say.

-- What there is by now.
INSERT INTO "token_usage" ("token_id", "requests", "first_at", "last_at", "last_ip")
SELECT "token_id", sum("requests"), min("first_at"), max("last_at"),
    (array_agg("last_ip" ORDER BY "last_at" DESC) FILTER (WHERE "last_ip" IS NOT NULL))[1]
FROM "token_usage_days" GROUP BY "token_id";

ALTER TABLE "token_usage"
    -- Requests are only ever added.
    ADD CONSTRAINT "token_usage_requests_check" CHECK ("requests" >= 0);
