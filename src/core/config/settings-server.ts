import { optional, preset } from './described.ts';
import {
  environment,
  folder,
  hostName,
  httpUrl,
  integerSetting,
  logLevel,
  share,
  trueOrFalse,
} from './rules.ts';

/** The process itself. */
export const SERVER = {
  NODE_ENV: preset(
    environment,
    'development',
    '`production` enables the strict rules: you must set your own, long keys.',
  ),
  HOST: optional(
    hostName,
    '127.0.0.1',
    'The address to listen on. In production the default is `0.0.0.0`.',
  ),
  PORT: preset(integerSetting(0, 65_535), '8056', 'The port to listen on. `0` picks a free one.'),
  DATA_DIR: preset(
    folder,
    './data',
    'Where the embedded database and generated secrets are stored.',
  ),
  TLS_CERT_FILE: optional(
    folder,
    '',
    'A file with the certificate of the service and those of its signers, PEM. With it and `TLS_KEY_FILE`, `PORT` speaks TLS only. SIGHUP reads both files again; if neither is set, it stops the service.',
  ),
  TLS_KEY_FILE: optional(
    folder,
    '',
    'A file with the private key of the certificate, PEM, without a passphrase.',
  ),
  METRICS_PORT: optional(
    integerSetting(0, 65_535),
    '',
    'A second port, for `/metrics` and the health checks, without a key. Do not expose it to clients. Without it, `/metrics` is only at `PORT`, for admin and analytics keys.',
  ),
  LOG_REQUESTS: preset(
    trueOrFalse,
    'true',
    'One line for each request: its id, caller, route or operation, status, duration, statements and bytes. With `false`, only failed requests are logged.',
  ),
  SERVER_TIMING: preset(
    trueOrFalse,
    'false',
    'Answers to requests with a valid key have the header `Server-Timing`: how long the request, its key check and its statements took, for browser developer tools.',
  ),
  OTEL_EXPORTER_OTLP_ENDPOINT: optional(
    httpUrl,
    '',
    'Where to send traces by OTLP over HTTP, such as `http://collector:4318`. Without it, there are none. The exporter also reads `OTEL_EXPORTER_OTLP_HEADERS` and the other variables of OpenTelemetry.',
  ),
  OTEL_TRACES_SAMPLER_ARG: preset(
    share,
    '1',
    'The share of requests to trace, from 0 to 1. For requests with a valid key and `traceparent`, their sender decides.',
  ),
  LOG_LEVEL: preset(
    logLevel,
    'info',
    '`fatal`, `error`, `warn`, `info`, `debug`, `trace` or `silent`.',
  ),
  KEEP_ALIVE_SECONDS: preset(
    integerSetting(1, 3_600),
    '65',
    'How many seconds an idle connection stays open. Keep it above that of your proxy or balancer, or the proxy may send a request on a connection that is just being closed.',
  ),
  DRAIN_SECONDS: preset(
    integerSetting(0, 3_600),
    '0',
    'How many seconds the service keeps answering after SIGTERM while `/health/ready` is red, so that balancers stop sending requests before the port closes. The image sets 5.',
  ),
};
