/** What the first tabs hold: the way from nothing to a working key. */
export const TABS: readonly string[] = [
  `# 1. Create a user. Fill in X-Admin-API-Key below, under "Headers": "npm start" shows where it is.
# Run it with Ctrl-Enter, and copy the id of the user for the next tab.
mutation CreateUser {
  createUser(input: { email: "ada@example.com", name: "Ada", maxConcurrentBots: 2 }) {
    __typename
    ... on CreateUserSuccess {
      created
      user { id databaseId email name maxConcurrentBots createdAt }
    }
    ... on InvalidInputError { issues { path message } }
  }
}
`,
  `# 2. Mint a key for that user. Its text, "secret", is shown only once.
mutation MintToken {
  mintToken(input: { userId: "PASTE_THE_USER_ID", scopes: [BOT, TX], name: "first key" }) {
    __typename
    ... on MintTokenSuccess {
      secret
      token { id hint scopes status expiresAt }
    }
    ... on Error { code message }
  }
}
`,
  `# 3. Query as that user: paste the secret into X-API-Key below, under "Headers".
query MyMeetings {
  viewer {
    access
    user {
      email
      meetings(first: 10) {
        totalCount
        edges { node { platform status url startTime endTime } }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
}
`,
];
