import { bindError, type PortSetting } from '../../api/http/bind-error.ts';
import { tryPort } from '../../api/http/ports.ts';
import type { Config } from '../../core/config/config.ts';
import { type InstallationCheck, refusedStart } from './check.ts';

/** Ports below are for accounts with a right to them. */
const FREE_FOR_ALL = 1_024;

/** Whether this account may open the ports of the settings on this machine. A sound address has no line. */
export async function checkAddress({
  host,
  port,
  metricsPort,
}: Config): Promise<InstallationCheck[]> {
  const checks = await checkPort(host, port, 'PORT');
  // What is wrong with HOST is said once, as by a start.
  if (metricsPort === null || checks.length > 0) return checks;
  return await checkPort(host, metricsPort, 'METRICS_PORT');
}

async function checkPort(
  host: string,
  port: number,
  setting: PortSetting,
): Promise<InstallationCheck[]> {
  try {
    // Any port shows whether the address is ours, and takes none from a service that starts just now.
    await tryPort({ host, port: port < FREE_FOR_ALL ? port : 0 });
    return [];
  } catch (error) {
    const problem = error as NodeJS.ErrnoException;
    // As long as the service runs, it has the port itself.
    if (problem.code === 'EADDRINUSE') return [];
    return [refusedStart('address', bindError(problem, { host, port, setting }))];
  }
}
