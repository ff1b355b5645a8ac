import pg from 'pg';

/** What the driver keeps of a connection and of the protocol, which its declarations leave out. */
type Backend = {
  readonly host: string;
  readonly port: number;
  readonly ssl: boolean | object;
  readonly sslNegotiation: string;
  readonly processID: number;
  readonly secretKey: number;
};

type CancelConnection = pg.Connection & {
  readonly connect: (port: number | string, host?: string) => void;
  readonly requestSsl: () => void;
  readonly cancel: (processId: number, secretKey: number) => void;
};

/** The server answers nothing: it closes the connection once the signal has been sent. */
const CANCEL_MS = 10_000;

/**
 * Asks the server to end the statement that runs on a connection, over a connection of its own. Until
 * it has done so, nothing else may be sent on the first one: it might be hit in its place.
 * @returns whether the server has seen to it; if not, the connection cannot be used again
 */
export function cancelStatement(client: pg.ClientBase): Promise<boolean> {
  const backend = client as unknown as Backend;
  const { host, port, ssl, sslNegotiation } = backend;
  const { promise, resolve } = Promise.withResolvers<boolean>();
  // The constructor takes more than its declaration says.
  const connection = new pg.Connection({ ssl, sslNegotiation } as object) as CancelConnection;
  let isSent = false;
  const send = () => {
    isSent = true;
    connection.cancel(backend.processID, backend.secretKey);
  };
  const end = (isDone: boolean) => {
    clearTimeout(timer);
    connection.stream.destroy();
    resolve(isDone);
  };
  const timer = setTimeout(() => end(false), CANCEL_MS);
  connection.on('error', () => end(false));
  connection.on('end', () => end(isSent));
  connection.on('sslconnect', send);
  connection.on('connect', () => {
    if (!ssl) send();
    else if (sslNegotiation !== 'direct') connection.requestSsl();
  });
  if (host.startsWith('/')) connection.connect(`${host}/.s.PGSQL.${port}`);
  else connection.connect(port, host);
  return promise;
}
