import { StartError } from '../../core/start-error.ts';

/** The settings that ports come from. */
export type PortSetting = 'PORT' | 'METRICS_PORT';

type Address = { readonly host: string; readonly port: number; readonly setting: PortSetting };

/** What the system says of addresses that the machine does not have, and of names that it does not know. */
const NOT_OURS = new Set(['EADDRNOTAVAIL', 'EAFNOSUPPORT', 'EAI_AGAIN', 'EINVAL', 'ENOTFOUND']);

/** Why a port cannot be opened, and which setting to change. */
export function bindError(error: NodeJS.ErrnoException, address: Address): StartError {
  return new StartError(problemOf(error, address), { cause: error });
}

function problemOf(
  { code = '', message }: NodeJS.ErrnoException,
  { host, port, setting }: Address,
): string {
  if (code === 'EADDRINUSE')
    return `Port ${port} on ${host} is in use: stop the other program, or set ${setting} to another port`;
  if (code === 'EACCES')
    return `This account cannot open port ${port}: set ${setting} to a number above 1023`;
  if (NOT_OURS.has(code))
    return `HOST ${host} is not an address of this machine: set HOST to one that is, such as 127.0.0.1, or to 0.0.0.0 for all of them`;
  return `Cannot listen on ${host}:${port}: ${message}`;
}
