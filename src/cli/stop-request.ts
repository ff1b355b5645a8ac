/**
 * Ends what a command does for long: with Ctrl-C, SIGTERM, or the end of its terminal, which then takes no
 * more of what the command prints.
 */
export function stopRequest(): AbortSignal {
  const stop = new AbortController();
  const request = () => stop.abort();
  // More than once from one Ctrl-C: npm passes on what the terminal has sent already.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, request);
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  return stop.signal;
}
