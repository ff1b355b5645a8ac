-- Whether an identity provider sent no displayName, so that the name of the user follows its parts. The
-- previous version goes on to work with the table: users whom it writes count as if a displayName was sent.
ALTER TABLE "provisioned_users" ADD COLUMN "is_name_derived" BOOLEAN NOT NULL DEFAULT false;
