/** Bodies that the server acts on, when they come as they should. */
export const EMAIL = 'sent-badly@example.com';

export const MUTATION = `mutation { createUser(input: {email: "${EMAIL}"}) { __typename } }`;

const ACTIONS: Readonly<Record<string, string>> = {
  '/graphql': JSON.stringify({ query: MUTATION }),
  '/admin/users': JSON.stringify({ email: EMAIL }),
};

export const PATHS = Object.keys(ACTIONS);

export function actionAt(path: string): string {
  return ACTIONS[path] ?? '';
}
