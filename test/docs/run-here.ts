import { KUBERNETES, NPM, SYSTEMD } from './stand-ins.ts';

/** A command that `commands.test.ts` runs. */
type RunHere = {
  readonly page: string;
  readonly begins: string;
  /** What it prints. */
  readonly prints: RegExp;
  readonly standIns?: string;
};

const NOTHING = /^$/;

export const RUN_HERE: readonly RunHere[] = [
  { page: 'README.md', begins: 'npm start', prints: NOTHING },
  { page: 'README.md', begins: 'ADMIN_KEY=$(cat', prints: NOTHING },
  {
    page: 'README.md',
    begins: 'curl -X POST http://127.0.0.1:8056/admin/users',
    prints: /^\{"email":"ada@example.com","name":"Ada",.*"id":1,/,
  },
  {
    page: 'README.md',
    begins: "curl -X POST 'http",
    prints: /^\{"user_id":1,"id":1,"token":"vxa_bot_\w+","scopes":\["bot","tx"\],"name":"first"/,
  },
  {
    page: 'README.md',
    begins: 'curl http://127.0.0.1:8056/auth/me',
    prints: /ada@example\.com/,
  },
  {
    page: 'README.md',
    begins: 'curl http://127.0.0.1:8056/graphql',
    prints: /"totalCount":1,.*ada@example\.com/,
  },
  { page: 'docs/access.md', begins: 'CORS_ORIGINS=', prints: NOTHING },
  { page: 'docs/agents.md', begins: 'curl http', prints: /"peak":\d+/ },
  {
    page: 'docs/cost.md',
    begins: 'curl -s',
    prints: /^\{"data":\{\},"extensions":\{"cost":\{"requested":11,"maximum":20000\}\}\}$/,
  },
  { page: 'docs/deployment.md', begins: 'cd /opt/latchkey', prints: /latchkey@\S+ build/ },
  { page: 'docs/deployment.md', begins: 'mkdir -p /etc/latchkey', prints: NOTHING },
  { page: 'docs/deployment.md', begins: 'for name in admin-key', prints: NOTHING },
  { page: 'docs/deployment.md', begins: "echo 'TRUST_PROXY=1'", prints: NOTHING },
  {
    page: 'docs/deployment.md',
    begins: 'cp ops/latchkey.service',
    prints: NOTHING,
    standIns: SYSTEMD,
  },
  {
    page: 'docs/figures.md',
    begins: 'curl -N',
    prints: /"meetingChanged":\{"id":"[^"]+","status":/,
  },
  { page: 'docs/import.md', begins: 'npx latchkey import vexa', prints: /users/ },
  {
    page: 'docs/kubernetes.md',
    begins: 'kubectl create secret',
    prints:
      /^create\nsecret\ngeneric\nlatchkey\n--from-literal=admin-key=[0-9a-f]{48}\n--from-literal=pepper=[0-9a-f]{48}\n--from-literal=database-url=postgres:\S+\n$/,
    standIns: KUBERNETES,
  },
  {
    page: 'docs/kubernetes.md',
    begins: 'helm install',
    prints: /^install\nlatchkey\n\S+\n--values\nvalues\.yaml\n$/,
    standIns: KUBERNETES,
  },
  {
    page: 'docs/kubernetes.md',
    begins: 'kubectl exec',
    prints: /ok {4}public URL/,
    standIns: KUBERNETES,
  },
  { page: 'docs/monitoring.md', begins: 'npx latchkey doctor --url', prints: /ok {4}public URL/ },
  {
    page: 'docs/not-offered.md',
    begins: 'curl -N',
    prints: /"meetingChanged":\{"databaseId":\d+,"statusName":/,
  },
  { page: 'docs/sign-in.md', begins: 'curl -u', prints: /"access_token":"[\w-]+\.[\w-]+\.[\w-]+"/ },
  { page: 'docs/trusted-documents.md', begins: 'curl http', prints: /"data":\{"node":\{"id":/ },
  {
    page: 'docs/upgrading.md',
    begins: 'git pull',
    prints: /npm start/,
    standIns: NPM,
  },
];
