/** The colors of the dashboard, in light and dark. */
export const START_PAGE_STYLE = `
:root { color-scheme: light dark; --page: #f5f6f7; --surface: #fff; --line: #dde1e5; --text: #15191e; --muted: #59626c; --accent: #2563a8; }
@media (prefers-color-scheme: dark) {
  :root { --page: #0f1215; --surface: #171b1f; --line: #2b3239; --text: #e8ebee; --muted: #9ba5b0; --accent: #6ea8e6; }
}
* { box-sizing: border-box; }
body { margin: 0; padding: 3rem 1rem; background: var(--page); color: var(--text); font: 1rem/1.5 system-ui, sans-serif; }
main { max-width: 40rem; margin: 0 auto; }
h1 { margin: 0; font-size: 1.5rem; }
p { margin: 0.25rem 0 1.5rem; color: var(--muted); }
ul { margin: 0; padding: 0; list-style: none; }
li { margin-bottom: 0.75rem; }
a { display: block; padding: 0.75rem 1rem; background: var(--surface); border: 1px solid var(--line); border-radius: 6px; color: inherit; text-decoration: none; }
a:hover, a:focus-visible { border-color: var(--accent); outline: none; }
button { padding: 0.75rem 1rem; background: var(--accent); border: 1px solid var(--accent); border-radius: 6px; color: var(--page); font: inherit; font-weight: 600; cursor: pointer; }
button:focus-visible { outline: 2px solid var(--text); outline-offset: 2px; }
strong { display: block; color: var(--accent); }
span { color: var(--muted); }
`;

type Link = { readonly target: string; readonly name: string; readonly text: string };

const GRAPHIQL: Link = {
  target: '/graphql',
  name: 'GraphiQL',
  text: 'Explore the GraphQL API and run queries.',
};

const dashboard = (hasSignIn: boolean): Link => ({
  target: '/dashboard',
  name: 'Dashboard',
  text: `See users, keys and meetings. ${hasSignIn ? 'Sign in, or enter' : 'It needs'} an admin or analytics key.`,
});

const LINKS: readonly Link[] = [
  {
    target: '/schema.graphql',
    name: 'GraphQL schema',
    text: 'Generate client types from it. In production, it needs an admin or analytics key.',
  },
  { target: '/docs', name: 'REST documentation', text: 'Read about the REST routes and try them.' },
  { target: '/openapi.json', name: 'OpenAPI', text: 'The REST routes for programs.' },
  { target: '/health/ready', name: 'Readiness', text: 'Whether the service accepts requests.' },
];

export type StartPage = {
  readonly graphiql: boolean;
  readonly basePath: string;
  /** Whether people can sign in with a browser. */
  readonly hasSignIn: boolean;
};

export function startPage({ graphiql, basePath, hasSignIn }: StartPage): string {
  const links = [...(graphiql ? [GRAPHIQL] : []), dashboard(hasSignIn), ...LINKS];
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>Latchkey</title>
    <link rel="icon" href="data:,">
    <style>${START_PAGE_STYLE}</style>
  </head>
  <body>
    <main>
      <h1>Latchkey</h1>
      <p>The admin service of the meeting-bot platform. The GraphQL endpoint is <code>${basePath}/graphql</code>.</p>
      <ul>
${links.map((link) => itemOf(link, basePath)).join('\n')}
      </ul>
    </main>
  </body>
</html>
`;
}

function itemOf({ target, name, text }: Link, basePath: string): string {
  return `        <li><a href="${basePath}${target}"><strong>${name}</strong><span>${text}</span></a></li>`;
}
