export type DefaultTab = { readonly query: string; readonly variables?: string };

/** What the first tabs hold: the way from nothing to a working key, as operator, user and gateway. */
export const DEFAULT_TABS: readonly DefaultTab[] = [
  {
    query: `# Operator: create a user.
# Needs the admin key in the bar above.
mutation CreateUser {
  createUser(
    input: {
      email: "ada@example.com"
      name: "Ada"
    }
  ) {
    __typename
    ... on CreateUserSuccess {
      created
      user { id databaseId email createdAt }
    }
    ... on InvalidInputError {
      issues { path message }
    }
  }
}
`,
  },
  {
    query: `# Operator: mint a key for this user.
# Its secret is shown only once.
mutation MintToken {
  mintToken(
    input: {
      user: { email: "ada@example.com" }
      scopes: [BOT, TX]
    }
  ) {
    __typename
    ... on MintTokenSuccess {
      secret
      token { id hint scopes status }
    }
    ... on Error { code message }
  }
}
`,
  },
  {
    query: `# User: read your meetings.
# Needs a user key in the bar above.
query MyMeetings {
  viewer {
    access
    user {
      email
      meetings(first: 10) {
        totalCount
        nodes { platform status startTime }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
}
`,
  },
  {
    query: `# Gateway: check the key that a client sent.
# Put its text into the variables below.
query VerifyKey($token: String!) {
  verifyToken(token: $token) {
    valid
    checks { check verdict }
    token { name scopes user { email } }
  }
}
`,
    variables: '{\n  "token": "PASTE_A_KEY"\n}\n',
  },
];
