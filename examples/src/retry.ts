const MOST_ATTEMPTS = 4;
const LONGEST_WAIT_SECONDS = 60;

/** Like `fetch`; a request that was refused for now is sent again after the time in `Retry-After`. */
export async function fetchWithRetry(
  input: RequestInfo | URL,
  init?: RequestInit,
): Promise<Response> {
  for (let attempt = 1; ; attempt += 1) {
    const response = await fetch(input, init);
    const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
    const isWorthIt = seconds <= LONGEST_WAIT_SECONDS && attempt < MOST_ATTEMPTS;
    if (![429, 503].includes(response.status) || !isWorthIt) return response;
    await response.body?.cancel();
    await pause(seconds * 1000, init?.signal);
  }
}

/** Ends early, with its reason, when the request is cancelled. */
function pause(ms: number, signal?: AbortSignal | null): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal?.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });
}
