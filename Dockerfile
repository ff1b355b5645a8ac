# The image is meant for a PostgreSQL of its own (DATABASE_URL): the embedded one stays out of it.

FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY scripts scripts
COPY prisma prisma
COPY prisma.config.ts ./
COPY src src
COPY dashboard dashboard
RUN node scripts/setup.mjs

FROM node:24-bookworm-slim
# Balancers get five seconds to notice a stop, which `docker stop` then has to wait for.
ENV NODE_ENV=production DRAIN_SECONDS=5
WORKDIR /app
# The build has all packages in it that run.
COPY --from=build /app/dist dist
COPY package.json LICENSE ./
COPY prisma/migrations prisma/migrations
COPY prisma/schema.prisma prisma/objects.json prisma/
USER node
EXPOSE 8056
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s \
  CMD ["node", "-e", "const tls = process.env.TLS_CERT_FILE; if (tls) process.env.NODE_TLS_REJECT_UNAUTHORIZED = 0; fetch(`http${tls ? 's' : ''}://127.0.0.1:${process.env.PORT ?? 8056}/health/live`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/main.js"]
