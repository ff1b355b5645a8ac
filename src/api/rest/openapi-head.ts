import type { Route } from '../../kit/rest/route.ts';

export const infoOf = (basePath: string) => ({
  title: 'Latchkey',
  version: '1',
  description: `The REST API, compatible with the older admin API. Everything here, and more, is also in GraphQL at \`${basePath}/graphql\`.`,
  contact: { name: 'The operator of this server' },
  license: { name: 'Apache License 2.0', identifier: 'Apache-2.0' },
});

export const SECURITY_SCHEMES = {
  AdminApiKey: {
    type: 'apiKey',
    in: 'header',
    name: 'X-Admin-API-Key',
    description: "The operator's key.",
  },
  InternalSecret: {
    type: 'apiKey',
    in: 'header',
    name: 'X-Internal-Secret',
    description: "The secret of the platform's own services.",
  },
  EventSignature: {
    type: 'apiKey',
    in: 'header',
    name: 'X-Webhook-Signature',
    description:
      '`sha256=` and the HMAC-SHA256, in hexadecimal digits, of the text of `X-Webhook-Timestamp` (seconds since 1970), a full stop, and the body.',
  },
  UserApiKey: {
    type: 'apiKey',
    in: 'header',
    name: 'X-API-Key',
    description: "A user's key.",
  },
  BearerKey: {
    type: 'http',
    scheme: 'bearer',
    description:
      'The key of the operator or of a user, or the access token of a sign-in provider, in the header `Authorization`.',
  },
} as const;

/** What stands above the routes of each tag; a tag without a line here is listed without one. */
const TAGS: Readonly<Record<string, string>> = {
  Users: 'Users as the older admin API has them.',
  Accounts: 'Users together with their first key and its usage.',
  Keys: 'The API keys of users.',
  Meetings: 'The meetings of the user whose key is sent.',
  Analytics: 'Users, meetings and their figures, for the operator.',
  Gateway: "For the platform's gateway.",
  Platform: "For the platform's other services: what users and the operator set for them.",
  Provisioning:
    'For identity providers: users and groups by SCIM 2.0 (RFC 7643 and 7644). Needs a provisioning key in `Authorization: Bearer`.',
  Webhooks: 'Where the events of the user whose key is sent go.',
  Health: 'For orchestrators and load balancers.',
};

export function tagsOf(routes: readonly Route[]) {
  const names = [...new Set(routes.map(({ tag }) => tag))];
  return names.map((name) => ({ name, ...(TAGS[name] && { description: TAGS[name] }) }));
}
