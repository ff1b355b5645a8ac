/** What a request may weigh. Beyond it, it is refused before anything is done for it. */
export const MAX_BODY_BYTES = 1_048_576;
/** Of a form: a logout token of a provider is the longest thing that one holds. */
export const MAX_FORM_BYTES = 16_384;
/** Of a form or a query. Each one that is no valid encoding takes some 10 microseconds to find out. */
export const MAX_FIELDS = 100;
/** To read a longer body takes a turn of the event loop of its own: a megabyte takes some 20 ms. */
export const QUICK_BYTES = 32_768;
/** Each chunk costs some microseconds, however small it is. */
export const MAX_BODY_CHUNKS = 1_024;
/** Of the bodies of all requests that are read or worked on. */
export const MAX_BYTES_HELD = 67_108_864;
/** Of the answers that clients have not taken yet. */
export const MAX_BYTES_UNSENT = 134_217_728;
export const MAX_HEADER_BYTES = 16_384;
export const MAX_HEADERS = 100;
/** Requests on one connection that have no answer yet. */
export const MAX_PIPELINED = 100;
export const BACKLOG = 4_096;
/** Content negotiation costs time and echo in proportion to what is asked for. */
export const MAX_ACCEPT_LENGTH = 1_024;
export const MAX_URL_LENGTH = 8_192;
export const MAX_JSON_DEPTH = 64;
/** Names and values. They are parsed before it is known who sends them, which takes about a microsecond each. */
export const MAX_JSON_TOKENS = 50_000;

/** How long a client may take, in milliseconds. Node's own defaults are 60 and 300 seconds. */
export const HEADERS_TIMEOUT_MS = 10_000;
export const REQUEST_TIMEOUT_MS = 20_000;
export const IDLE_TIMEOUT_MS = 25_000;
/** Less than what a stop gives to connections. */
export const TLS_HANDSHAKE_MS = 5_000;
export const CHECK_INTERVAL_MS = 1_000;
