import { defineConfig } from 'prisma/config';

// No connection here on purpose: `prisma generate` needs none, and migrations are applied by the
// service itself (src/data/migrations/migrate.ts).
const prismaConfig = defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
});

export default prismaConfig;
