/** Node would open its debugger, which asks for no key, to whoever on this machine can reach the port. */
export function refuseDebugger(): void {
  process.on('SIGUSR1', () => {});
}
