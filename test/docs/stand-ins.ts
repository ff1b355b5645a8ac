import { resolve } from 'node:path';

// What no test has: a cluster, an engine of containers, systemd as the first process. A function of the
// shell stands in for the program: it runs what is behind `exec`, or prints the arguments, a line for each.

const NODE = `node() { shift; "${process.execPath}" "${resolve('dist/latchkey.js')}" "$@"; }`;

/** Of the container of the service: there, the program is below the working directory. */
export const COMPOSE = `${NODE}
docker() {
  [ "$1" = compose ] && shift
  case "$1" in
    exec) shift 3; "$@" ;;
    *) printf '%s ' "$@" >> compose-calls; echo >> compose-calls ;;
  esac
}`;

/** `docker compose exec latchkey`, from a terminal. */
export const CONTAINER = `${NODE}
docker() { shift 3; "$@"; }`;

export const KUBERNETES = `${NODE}
kubectl() { case "$1" in exec) shift 3; "$@" ;; *) printf '%s\\n' "$@" ;; esac; }
helm() { printf '%s\\n' "$@"; test -f "$3/Chart.yaml" && test -f "$5"; }`;

/** Without a running systemd, it can enable a unit below another root, and not start it. */
export const SYSTEMD = `systemctl() { [ "$2" = --now ] && command systemctl --quiet --root="$ROOT" "$1" "$3"; }`;

/** The first start after a change of packages would install them. */
export const NPM = `npm() { printf 'npm %s\\n' "$@"; }`;
