/** What a request may weigh. Beyond it, it is refused before anything is done for it. */
export const MAX_BODY_BYTES = 1_048_576;
export const MAX_HEADER_BYTES = 16_384;
/** Content negotiation costs time and echo in proportion to what is asked for. */
export const MAX_ACCEPT_LENGTH = 1_024;
export const MAX_URL_LENGTH = 8_192;
export const MAX_JSON_DEPTH = 64;

/** How long a client may take, in milliseconds. Node's own defaults are 60 and 300 seconds. */
export const HEADERS_TIMEOUT_MS = 10_000;
export const REQUEST_TIMEOUT_MS = 20_000;
export const IDLE_TIMEOUT_MS = 25_000;
export const KEEP_ALIVE_MS = 10_000;
export const CHECK_INTERVAL_MS = 1_000;
