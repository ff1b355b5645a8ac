/** What mercurius and Apollo serve: the parts of our schema that the workloads ask for, with plain lists. */
export const SCHEMA = `
  scalar DateTime
  scalar JSON

  type User {
    id: ID!
    email: String!
    name: String
    imageUrl: String
    maxConcurrentBots: Int!
    createdAt: DateTime!
    apiTokens: [ApiToken!]!
    meetingStats: MeetingStats!
    usagePatterns: UsagePatterns!
  }

  type ApiToken {
    id: ID!
    hint: String!
    name: String
    scopes: [String!]!
    createdAt: DateTime!
    expiresAt: DateTime
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
    id: ID!
    secret: String!
  }

  type Query {
    user(id: ID!): User
    users(first: Int!): [User!]!
    meetings(first: Int!): MeetingPage!
    meeting(id: ID!): Meeting
    myMeetings(first: Int!): [Meeting!]!
  }

  type Mutation {
    createUser(email: String!): User!
    mintToken(userId: ID!, scopes: [String!]!): MintedToken!
  }
`;
