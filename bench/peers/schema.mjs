/** What mercurius and Apollo serve: the parts of our schema that the workloads ask for, with plain lists. */
export const SCHEMA = `
  scalar DateTime
  scalar JSON

  type User {
    id: ID!
    databaseId: String!
    email: String!
    name: String
    imageUrl: String
    maxConcurrentBots: Int!
    createdAt: DateTime!
    data: JSON!
    apiTokens: [ApiToken!]!
    meetingStats: MeetingStats!
    usagePatterns: UsagePatterns!
  }

  type ApiToken {
    id: ID!
    databaseId: String!
    hint: String!
    name: String
    scopes: [String!]!
    createdAt: DateTime!
    expiresAt: DateTime
    lastUsedAt: DateTime
  }

  type MeetingStats {
    totalMeetings: Int!
    completedMeetings: Int!
    failedMeetings: Int!
    activeMeetings: Int!
    totalDuration: Float
    averageDuration: Float
  }

  type UsagePatterns {
    mostUsedPlatform: String
    meetingsPerDay: Float!
    peakUsageHours: [Int!]!
    lastActivity: DateTime
  }

  type Meeting {
    id: ID!
    databaseId: String!
    platform: String!
    nativeMeetingId: String
    status: String!
    startTime: DateTime
    endTime: DateTime
    createdAt: DateTime!
    data: JSON!
    user: User!
    sessions: [Session!]!
    performance: Performance!
    transcription: Transcription!
  }

  type Session {
    sessionUid: String!
    startedAt: DateTime!
  }

  type Performance {
    joinTime: Float
    admissionTime: Float
    activeTime: Float
    totalDuration: Float
    botUptime: Float
  }

  type Transcription {
    totalTranscriptions: Int!
    totalDuration: Float!
    uniqueSpeakers: Int!
    languagesDetected: [String!]!
    words: Int!
  }

  type MeetingPage {
    nodes: [Meeting!]!
    totalCount: Int!
  }

  type MintedToken {
    secret: String!
    token: ApiToken!
  }

  type Query {
    user(id: ID!): User
    users(first: Int!, after: String): [User!]!
    meetings(first: Int!, after: String): MeetingPage!
    meeting(id: ID!): Meeting
    myMeetings(first: Int!, after: String): [Meeting!]!
  }

  type Mutation {
    createUser(email: String!): User!
    mintToken(userId: ID!, scopes: [String!]!): MintedToken!
  }
`;
