-- What an import did remains when it has ended, and a running one can be told from a stopped one. Both
-- columns may be null, so the previous version goes on to work with the table.
ALTER TABLE "import_sources" ADD COLUMN "progress_at" TIMESTAMPTZ(3), ADD COLUMN "result" JSONB;
