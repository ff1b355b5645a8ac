/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
/** What the headers of a request can prove. */
export type Access =
  /** An operator, a key of a user whose role is ADMIN, or a token of a sign-in provider that grants it: full access. */
  | 'ADMIN'
  /** An operator's read-only key: users, meetings and figures, no keys. */
  | 'ANALYTICS'
  /** A user's key: that user's own data, within the scopes of the key. */
  | 'USER';

/** Which keys: all conditions must hold. */
export type ApiTokenFilter = {
  /** By creation time. */
  createdAt?: DateTimeFilter | null | undefined;
  /** By expiry; keys that never expire do not match. */
  expiresAt?: DateTimeFilter | null | undefined;
  /** By id. */
  id?: IdFilter | null | undefined;
  /** By whether the key was ever used. */
  isUsed?: boolean | null | undefined;
  /** By last use; keys that were never used do not match. */
  lastUsedAt?: DateTimeFilter | null | undefined;
  /** By name; keys without a name never match. */
  name?: StringFilter | null | undefined;
  /** By status. */
  status?: TokenStatusFilter | null | undefined;
  /** Not used at or after this time; keys that were never used match. */
  unusedSince?: string | null | undefined;
  /** By the user who owns the key. */
  user?: UserBy | null | undefined;
  /** By the id of the user who owns the key. */
  userId?: IdFilter | null | undefined;
};

/** A time range of at most ten years. */
export type DateRange = {
  /** The end, exclusive; must be after `start`. */
  end: string;
  /** The start, inclusive. */
  start: string;
};

/** Conditions on a time; all must hold. */
export type DateTimeFilter = {
  /** After this time. */
  gt?: string | null | undefined;
  /** At or after this time. */
  gte?: string | null | undefined;
  /** Before this time. */
  lt?: string | null | undefined;
  /** At or before this time. */
  lte?: string | null | undefined;
};

/** Who could have prevented an end. Classified on each read, from one table. */
export type Fault =
  /** The bot or its infrastructure. */
  | 'BOT'
  /** Nobody: it ended normally. */
  | 'NONE'
  /** The meeting service. */
  | 'PLATFORM'
  /** Unknown: the reason is new, or there is no reason. */
  | 'UNKNOWN'
  /** A person: whoever requested the bot or should have admitted it. */
  | 'USER';

/** Conditions on who could have prevented an end; all must hold. */
export type FaultFilter = {
  /** Equal to this value. */
  eq?: Fault | null | undefined;
  /** One of these; an empty list matches nothing. */
  in?: Array<Fault> | null | undefined;
};

/** Conditions on an id; all must hold. A text that is not an id of the right type is an error. */
export type IdFilter = {
  /** Equal to this id. */
  eq?: string | null | undefined;
  /** One of these; an empty list matches nothing. */
  in?: Array<string> | null | undefined;
};

/** Which meetings: all conditions must hold. */
export type MeetingFilter = {
  /** By the exact reason that the bot gave for the end, such as `left_alone`. */
  completionReason?: string | null | undefined;
  /** By when the bot was requested. */
  createdAt?: DateTimeFilter | null | undefined;
  /** By when the meeting ended; meetings that have not ended never match. */
  endTime?: DateTimeFilter | null | undefined;
  /** By `telematics.outcome.fault`; meetings whose status is not final never match. */
  fault?: FaultFilter | null | undefined;
  /** By id. */
  id?: IdFilter | null | undefined;
  /** By whether the meeting is over: its status is final, or it has an end time. */
  isOver?: boolean | null | undefined;
  /** By the platform's own id of the call. */
  nativeMeetingId?: StringFilter | null | undefined;
  /** By platform. */
  platform?: MeetingPlatformFilter | null | undefined;
  /** By when the bot was admitted; meetings without that time never match. */
  startTime?: DateTimeFilter | null | undefined;
  /** By the bot's status. */
  status?: MeetingStatusFilter | null | undefined;
  /** By the user who requested the bot. */
  user?: UserBy | null | undefined;
  /** By the id of the user who requested the bot. */
  userId?: IdFilter | null | undefined;
};

/** The platform of a meeting. */
export type MeetingPlatform =
  /** A remote browser, not a call. */
  | 'BROWSER_SESSION'
  /** Google Meet. */
  | 'GOOGLE_MEET'
  /** Jitsi Meet. */
  | 'JITSI'
  /** Another platform; see `platformName`. */
  | 'OTHER'
  /** Microsoft Teams. */
  | 'TEAMS'
  /** Zoom. */
  | 'ZOOM';

/** Conditions on a platform; all must hold. */
export type MeetingPlatformFilter = {
  /** Equal to this platform. */
  eq?: MeetingPlatform | null | undefined;
  /** One of these; an empty list matches nothing. */
  in?: Array<MeetingPlatform> | null | undefined;
};

/** The status of a bot. */
export type MeetingStatus =
  /** The bot is in the call. */
  | 'ACTIVE'
  /** The bot is waiting to be admitted. */
  | 'AWAITING_ADMISSION'
  /** The meeting ended normally. */
  | 'COMPLETED'
  /** The meeting ended because of an error. */
  | 'FAILED'
  /** The bot is joining the call. */
  | 'JOINING'
  /** The bot is stuck and needs a person's help. */
  | 'NEEDS_HUMAN_HELP'
  /** The bot was requested. */
  | 'REQUESTED'
  /** The bot is leaving. */
  | 'STOPPING'
  /** Another status; see `statusName`. */
  | 'UNKNOWN';

/** Conditions on a status; all must hold. */
export type MeetingStatusFilter = {
  /** Equal to this status. */
  eq?: MeetingStatus | null | undefined;
  /** One of these; an empty list matches nothing. */
  in?: Array<MeetingStatus> | null | undefined;
};

/** Why a figure is null. */
export type MissingReason =
  /** The meeting is not over; the figure will follow. */
  | 'IN_PROGRESS'
  /** It did not happen in this meeting. */
  | 'NOT_APPLICABLE'
  /** It may have happened but was not recorded. */
  | 'NOT_RECORDED';

/** Conditions on text; all must hold. Text is compared by Unicode case folding of its NFC: case and the form of a letter do not matter. */
export type StringFilter = {
  /** Contains this text. No wildcards. */
  contains?: string | null | undefined;
  /** Equal to this text. */
  eq?: string | null | undefined;
  /** One of these texts; an empty list matches nothing. */
  in?: Array<string> | null | undefined;
  /** Starts with this text. No wildcards. */
  startsWith?: string | null | undefined;
};

/** What a key may be used for on the platform. */
export type TokenScope =
  /** Send and manage bots, read meetings. */
  | 'BOT'
  /** Use browser sessions. */
  | 'BROWSER'
  /** A scope that this version does not support. */
  | 'OTHER'
  /** Read and write transcripts, read meetings. */
  | 'TX';

/** Whether a key works. */
export type TokenStatus =
  /** It works. */
  | 'ACTIVE'
  /** It has expired. */
  | 'EXPIRED'
  /** It was replaced and still works until its overlap ends. */
  | 'RETIRING'
  /** It was revoked. */
  | 'REVOKED';

/** Conditions on whether a key works; all must hold. */
export type TokenStatusFilter = {
  /** Equal to this status. */
  eq?: TokenStatus | null | undefined;
  /** One of these; an empty list matches nothing. */
  in?: Array<TokenStatus> | null | undefined;
};

/** The figure by which users are ranked. */
export type TopUsersBy =
  /** How many seconds their completed meetings lasted. */
  | 'DURATION'
  /** How many of their meetings failed. */
  | 'FAILED'
  /** How many meetings they requested. */
  | 'MEETINGS';

/** Identifies one user, in exactly one way. */
export type UserBy =
  {   /** By the numeric id of the REST API. */
  databaseId: number; email?: never; id?: never; }
  |  { databaseId?: never;   /** By email address, case-insensitively. */
  email: string; id?: never; }
  |  { databaseId?: never; email?: never;   /** By opaque id. */
  id: string; };

/** Which users: all conditions must hold. */
export type UserFilter = {
  /** By creation time. */
  createdAt?: DateTimeFilter | null | undefined;
  /** By email address. */
  email?: StringFilter | null | undefined;
  /** By id. */
  id?: IdFilter | null | undefined;
  /** By whether the user is active, that is, not suspended. */
  isActive?: boolean | null | undefined;
  /** By display name; users without one never match. */
  name?: StringFilter | null | undefined;
  /** By role. */
  role?: UserRoleFilter | null | undefined;
  /** By a part of the email address or of the display name, compared as in `StringFilter`. */
  search?: string | null | undefined;
};

/** What a user may do in addition to using its own keys. */
export type UserRole =
  /** Its keys count as admin keys here and on the `/users` routes. */
  | 'ADMIN'
  /** A role that this version does not support. Its keys keep their own permissions. */
  | 'OTHER'
  /** Only what its keys allow. */
  | 'USER';

/** Conditions on a role; all must hold. */
export type UserRoleFilter = {
  /** Equal to this role. */
  eq?: UserRole | null | undefined;
  /** One of these; an empty list matches nothing. */
  in?: Array<UserRole> | null | undefined;
};

export type KeyRowFragment = { hint: string, name: string | null, scopes: Array<TokenScope>, status: TokenStatus, createdAt: string, lastUsedAt: string | null, expiresAt: string | null, user: { email: string } | null };

export type KeysQueryVariables = Exact<{
  filter?: ApiTokenFilter | null | undefined;
  first: number;
  after?: string | null | undefined;
}>;


export type KeysQuery = { apiTokens: { totalCount: number, edges: Array<{ node: { hint: string, name: string | null, scopes: Array<TokenScope>, status: TokenStatus, createdAt: string, lastUsedAt: string | null, expiresAt: string | null, user: { email: string } | null } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } | null };

export type MeetingDetailFragment = { nativeMeetingId: string | null, databaseId: number, platformName: string, statusName: string, createdAt: string, startTime: string | null, endTime: string | null, url: string | null, user: { email: string }, transitions: Array<{ from: string | null, to: string, at: string, source: string | null, reason: string | null }>, telematics: { outcome: { fault: Fault | null, reason: string | null, stage: string | null, isOver: boolean }, performance: { joinTime: number | null, admissionTime: number | null, activeTime: number | null, totalDuration: number | null, botUptime: number | null, cpuSeconds: number | null, peakMemoryBytes: number | null }, transcription: { speechDuration: number, coverage: number | null, silence: number | null, largestGap: number | null, firstSegmentDelay: number | null, overlap: number, unattributed: number, totalTranscriptions: number, words: number, uniqueSpeakers: number }, missing: Array<{ metric: string, reason: MissingReason }>, speakers: Array<{ speaker: string, talkTime: number, share: number, words: number, wordsPerMinute: number | null, segments: number, longestMonologue: number }>, languages: Array<{ language: string, seconds: number, share: number }> } };

export type MeetingTelematicsQueryVariables = Exact<{
  id: string;
}>;


export type MeetingTelematicsQuery = { meetings: { edges: Array<{ node: { nativeMeetingId: string | null, databaseId: number, platformName: string, statusName: string, createdAt: string, startTime: string | null, endTime: string | null, url: string | null, user: { email: string }, transitions: Array<{ from: string | null, to: string, at: string, source: string | null, reason: string | null }>, telematics: { outcome: { fault: Fault | null, reason: string | null, stage: string | null, isOver: boolean }, performance: { joinTime: number | null, admissionTime: number | null, activeTime: number | null, totalDuration: number | null, botUptime: number | null, cpuSeconds: number | null, peakMemoryBytes: number | null }, transcription: { speechDuration: number, coverage: number | null, silence: number | null, largestGap: number | null, firstSegmentDelay: number | null, overlap: number, unattributed: number, totalTranscriptions: number, words: number, uniqueSpeakers: number }, missing: Array<{ metric: string, reason: MissingReason }>, speakers: Array<{ speaker: string, talkTime: number, share: number, words: number, wordsPerMinute: number | null, segments: number, longestMonologue: number }>, languages: Array<{ language: string, seconds: number, share: number }> } } }> } | null };

export type PerformanceFragment = { joinTime: number | null, admissionTime: number | null, activeTime: number | null, totalDuration: number | null, botUptime: number | null, cpuSeconds: number | null, peakMemoryBytes: number | null };

export type TranscriptionFragment = { speechDuration: number, coverage: number | null, silence: number | null, largestGap: number | null, firstSegmentDelay: number | null, overlap: number, unattributed: number, totalTranscriptions: number, words: number, uniqueSpeakers: number };

export type MeetingRowFragment = { id: string, databaseId: number, nativeMeetingId: string | null, platformName: string, statusName: string, completionReason: string | null, createdAt: string, startTime: string | null, endTime: string | null, user: { email: string } };

export type MeetingsQueryVariables = Exact<{
  filter?: MeetingFilter | null | undefined;
  first: number;
  after?: string | null | undefined;
}>;


export type MeetingsQuery = { meetings: { totalCount: number, edges: Array<{ node: { id: string, databaseId: number, nativeMeetingId: string | null, platformName: string, statusName: string, completionReason: string | null, createdAt: string, startTime: string | null, endTime: string | null, user: { email: string } } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } | null };

export type SpeakerFragment = { speaker: string, talkTime: number, share: number, words: number, wordsPerMinute: number | null, segments: number, longestMonologue: number };

export type ConcurrencyQueryVariables = Exact<{
  range: DateRange;
  timeZone?: string | null | undefined;
}>;


export type ConcurrencyQuery = { analytics: { concurrency: { peak: number, peakAt: string | null, average: number, timeAtLimit: number, usersAtLimit: number, refused: number }, atOnce: Array<{ start: string, value: number }>, refused: Array<{ start: string, value: number }> } | null };

export type MeetingsPerDayQueryVariables = Exact<{
  range: DateRange;
  timeZone?: string | null | undefined;
}>;


export type MeetingsPerDayQuery = { analytics: { meetings: Array<{ start: string, value: number }>, completed: Array<{ start: string, value: number }>, failed: Array<{ start: string, value: number }> } | null };

export type TimesFragment = { p50: number, p90: number, p95: number };

export type PlatformFragment = { platformName: string, meetings: number, completed: number, failed: number, successRate: number | null, joinTime: { p50: number, p90: number, p95: number } | null, admissionTime: { p50: number, p90: number, p95: number } | null, duration: { p50: number, p90: number, p95: number } | null };

export type PlatformsQueryVariables = Exact<{
  range: DateRange;
  timeZone?: string | null | undefined;
}>;


export type PlatformsQuery = { analytics: { platforms: Array<{ platformName: string, meetings: number, completed: number, failed: number, successRate: number | null, joinTime: { p50: number, p90: number, p95: number } | null, admissionTime: { p50: number, p90: number, p95: number } | null, duration: { p50: number, p90: number, p95: number } | null }> } | null };

export type OutcomeFragment = { statusName: string, stage: string | null, reason: string | null, fault: Fault, meetings: number };

export type OutcomesQueryVariables = Exact<{
  range: DateRange;
  timeZone?: string | null | undefined;
}>;


export type OutcomesQuery = { analytics: { outcomes: Array<{ statusName: string, stage: string | null, reason: string | null, fault: Fault, meetings: number }> } | null };

export type RankFragment = { meetings: number, completed: number, failed: number, successRate: number | null, totalDuration: number | null, user: { email: string, name: string | null } };

export type TopUsersQueryVariables = Exact<{
  range: DateRange;
  timeZone?: string | null | undefined;
  by: TopUsersBy;
}>;


export type TopUsersQuery = { analytics: { topUsers: Array<{ meetings: number, completed: number, failed: number, successRate: number | null, totalDuration: number | null, user: { email: string, name: string | null } }> } | null };

export type TotalsFragment = { meetings: number, completed: number, failed: number, running: number, successRate: number | null, totalDuration: number | null, averageDuration: number | null, activeUsers: number, refused: number };

export type OverviewTotalsQueryVariables = Exact<{
  range: DateRange;
  timeZone?: string | null | undefined;
}>;


export type OverviewTotalsQuery = { analytics: { totals: { meetings: number, completed: number, failed: number, running: number, successRate: number | null, totalDuration: number | null, averageDuration: number | null, activeUsers: number, refused: number }, previousTotals: { meetings: number, completed: number, failed: number, running: number, successRate: number | null, totalDuration: number | null, averageDuration: number | null, activeUsers: number, refused: number } } | null };

export type WhoAsksQueryVariables = Exact<{ [key: string]: never; }>;


export type WhoAsksQuery = { viewer: { access: Array<Access>, adminKeyName: string | null, user: { email: string } | null, login: { subject: string, name: string | null } | null } | null };

export type UserRowFragment = { email: string, name: string | null, role: UserRole, isActive: boolean, maxConcurrentBots: number, createdAt: string, inRange: { totalMeetings: number, completedMeetings: number, failedMeetings: number, successRate: number | null }, ever: { activeMeetings: number } };

export type UsersQueryVariables = Exact<{
  range: DateRange;
  filter?: UserFilter | null | undefined;
  first: number;
  after?: string | null | undefined;
}>;


export type UsersQuery = { users: { totalCount: number, edges: Array<{ node: { email: string, name: string | null, role: UserRole, isActive: boolean, maxConcurrentBots: number, createdAt: string, inRange: { totalMeetings: number, completedMeetings: number, failedMeetings: number, successRate: number | null }, ever: { activeMeetings: number } } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } | null };

export const KeyRowFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"KeyRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ApiToken"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hint"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"scopes"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastUsedAt"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"email"}}]}}]}}]} as unknown as DocumentNode<KeyRowFragment, unknown>;
export const PerformanceFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Performance"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PerformanceMetrics"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"joinTime"}},{"kind":"Field","name":{"kind":"Name","value":"admissionTime"}},{"kind":"Field","name":{"kind":"Name","value":"activeTime"}},{"kind":"Field","name":{"kind":"Name","value":"totalDuration"}},{"kind":"Field","name":{"kind":"Name","value":"botUptime"}},{"kind":"Field","name":{"kind":"Name","value":"cpuSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"peakMemoryBytes"}}]}}]} as unknown as DocumentNode<PerformanceFragment, unknown>;
export const TranscriptionFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Transcription"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TranscriptionStats"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"speechDuration"}},{"kind":"Field","name":{"kind":"Name","value":"coverage"}},{"kind":"Field","name":{"kind":"Name","value":"silence"}},{"kind":"Field","name":{"kind":"Name","value":"largestGap"}},{"kind":"Field","name":{"kind":"Name","value":"firstSegmentDelay"}},{"kind":"Field","name":{"kind":"Name","value":"overlap"}},{"kind":"Field","name":{"kind":"Name","value":"unattributed"}},{"kind":"Field","name":{"kind":"Name","value":"totalTranscriptions"}},{"kind":"Field","name":{"kind":"Name","value":"words"}},{"kind":"Field","name":{"kind":"Name","value":"uniqueSpeakers"}}]}}]} as unknown as DocumentNode<TranscriptionFragment, unknown>;
export const SpeakerFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Speaker"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SpeakerStats"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"speaker"}},{"kind":"Field","name":{"kind":"Name","value":"talkTime"}},{"kind":"Field","name":{"kind":"Name","value":"share"}},{"kind":"Field","name":{"kind":"Name","value":"words"}},{"kind":"Field","name":{"kind":"Name","value":"wordsPerMinute"}},{"kind":"Field","name":{"kind":"Name","value":"segments"}},{"kind":"Field","name":{"kind":"Name","value":"longestMonologue"}}]}}]} as unknown as DocumentNode<SpeakerFragment, unknown>;
export const MeetingDetailFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"MeetingDetail"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Meeting"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nativeMeetingId"}},{"kind":"Field","name":{"kind":"Name","value":"databaseId"}},{"kind":"Field","name":{"kind":"Name","value":"platformName"}},{"kind":"Field","name":{"kind":"Name","value":"statusName"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"startTime"}},{"kind":"Field","name":{"kind":"Name","value":"endTime"}},{"kind":"Field","name":{"kind":"Name","value":"url"}},{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"email"}}]}},{"kind":"Field","name":{"kind":"Name","value":"transitions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"from"}},{"kind":"Field","name":{"kind":"Name","value":"to"}},{"kind":"Field","name":{"kind":"Name","value":"at"}},{"kind":"Field","name":{"kind":"Name","value":"source"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}}]}},{"kind":"Field","name":{"kind":"Name","value":"telematics"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"outcome"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"fault"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"stage"}},{"kind":"Field","name":{"kind":"Name","value":"isOver"}}]}},{"kind":"Field","name":{"kind":"Name","value":"performance"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Performance"}}]}},{"kind":"Field","name":{"kind":"Name","value":"transcription"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Transcription"}}]}},{"kind":"Field","name":{"kind":"Name","value":"missing"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"metric"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}}]}},{"kind":"Field","name":{"kind":"Name","value":"speakers"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Speaker"}}]}},{"kind":"Field","name":{"kind":"Name","value":"languages"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"language"}},{"kind":"Field","name":{"kind":"Name","value":"seconds"}},{"kind":"Field","name":{"kind":"Name","value":"share"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Performance"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PerformanceMetrics"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"joinTime"}},{"kind":"Field","name":{"kind":"Name","value":"admissionTime"}},{"kind":"Field","name":{"kind":"Name","value":"activeTime"}},{"kind":"Field","name":{"kind":"Name","value":"totalDuration"}},{"kind":"Field","name":{"kind":"Name","value":"botUptime"}},{"kind":"Field","name":{"kind":"Name","value":"cpuSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"peakMemoryBytes"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Transcription"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TranscriptionStats"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"speechDuration"}},{"kind":"Field","name":{"kind":"Name","value":"coverage"}},{"kind":"Field","name":{"kind":"Name","value":"silence"}},{"kind":"Field","name":{"kind":"Name","value":"largestGap"}},{"kind":"Field","name":{"kind":"Name","value":"firstSegmentDelay"}},{"kind":"Field","name":{"kind":"Name","value":"overlap"}},{"kind":"Field","name":{"kind":"Name","value":"unattributed"}},{"kind":"Field","name":{"kind":"Name","value":"totalTranscriptions"}},{"kind":"Field","name":{"kind":"Name","value":"words"}},{"kind":"Field","name":{"kind":"Name","value":"uniqueSpeakers"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Speaker"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SpeakerStats"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"speaker"}},{"kind":"Field","name":{"kind":"Name","value":"talkTime"}},{"kind":"Field","name":{"kind":"Name","value":"share"}},{"kind":"Field","name":{"kind":"Name","value":"words"}},{"kind":"Field","name":{"kind":"Name","value":"wordsPerMinute"}},{"kind":"Field","name":{"kind":"Name","value":"segments"}},{"kind":"Field","name":{"kind":"Name","value":"longestMonologue"}}]}}]} as unknown as DocumentNode<MeetingDetailFragment, unknown>;
export const MeetingRowFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"MeetingRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Meeting"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"databaseId"}},{"kind":"Field","name":{"kind":"Name","value":"nativeMeetingId"}},{"kind":"Field","name":{"kind":"Name","value":"platformName"}},{"kind":"Field","name":{"kind":"Name","value":"statusName"}},{"kind":"Field","name":{"kind":"Name","value":"completionReason"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"startTime"}},{"kind":"Field","name":{"kind":"Name","value":"endTime"}},{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"email"}}]}}]}}]} as unknown as DocumentNode<MeetingRowFragment, unknown>;
export const TimesFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Times"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Percentiles"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"p50"}},{"kind":"Field","name":{"kind":"Name","value":"p90"}},{"kind":"Field","name":{"kind":"Name","value":"p95"}}]}}]} as unknown as DocumentNode<TimesFragment, unknown>;
export const PlatformFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Platform"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PlatformStats"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"platformName"}},{"kind":"Field","name":{"kind":"Name","value":"meetings"}},{"kind":"Field","name":{"kind":"Name","value":"completed"}},{"kind":"Field","name":{"kind":"Name","value":"failed"}},{"kind":"Field","name":{"kind":"Name","value":"successRate"}},{"kind":"Field","name":{"kind":"Name","value":"joinTime"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Times"}}]}},{"kind":"Field","name":{"kind":"Name","value":"admissionTime"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Times"}}]}},{"kind":"Field","name":{"kind":"Name","value":"duration"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Times"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Times"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Percentiles"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"p50"}},{"kind":"Field","name":{"kind":"Name","value":"p90"}},{"kind":"Field","name":{"kind":"Name","value":"p95"}}]}}]} as unknown as DocumentNode<PlatformFragment, unknown>;
export const OutcomeFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Outcome"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"OutcomeCount"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"statusName"}},{"kind":"Field","name":{"kind":"Name","value":"stage"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"fault"}},{"kind":"Field","name":{"kind":"Name","value":"meetings"}}]}}]} as unknown as DocumentNode<OutcomeFragment, unknown>;
export const RankFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Rank"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserRank"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"email"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"meetings"}},{"kind":"Field","name":{"kind":"Name","value":"completed"}},{"kind":"Field","name":{"kind":"Name","value":"failed"}},{"kind":"Field","name":{"kind":"Name","value":"successRate"}},{"kind":"Field","name":{"kind":"Name","value":"totalDuration"}}]}}]} as unknown as DocumentNode<RankFragment, unknown>;
export const TotalsFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Totals"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"AnalyticsTotals"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"meetings"}},{"kind":"Field","name":{"kind":"Name","value":"completed"}},{"kind":"Field","name":{"kind":"Name","value":"failed"}},{"kind":"Field","name":{"kind":"Name","value":"running"}},{"kind":"Field","name":{"kind":"Name","value":"successRate"}},{"kind":"Field","name":{"kind":"Name","value":"totalDuration"}},{"kind":"Field","name":{"kind":"Name","value":"averageDuration"}},{"kind":"Field","name":{"kind":"Name","value":"activeUsers"}},{"kind":"Field","name":{"kind":"Name","value":"refused"}}]}}]} as unknown as DocumentNode<TotalsFragment, unknown>;
export const UserRowFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"UserRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"User"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"email"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"role"}},{"kind":"Field","name":{"kind":"Name","value":"isActive"}},{"kind":"Field","name":{"kind":"Name","value":"maxConcurrentBots"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","alias":{"kind":"Name","value":"inRange"},"name":{"kind":"Name","value":"meetingStats"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"range"},"value":{"kind":"Variable","name":{"kind":"Name","value":"range"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalMeetings"}},{"kind":"Field","name":{"kind":"Name","value":"completedMeetings"}},{"kind":"Field","name":{"kind":"Name","value":"failedMeetings"}},{"kind":"Field","name":{"kind":"Name","value":"successRate"}}]}},{"kind":"Field","alias":{"kind":"Name","value":"ever"},"name":{"kind":"Name","value":"meetingStats"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"activeMeetings"}}]}}]}}]} as unknown as DocumentNode<UserRowFragment, unknown>;
export const KeysDocument = {"__meta__":{"hash":"sha256:285cde85459ce0674ae62fbef752ed21770fe4423a4eec450cb5d0b9ba5f00b8"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Keys"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"ApiTokenFilter"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"apiTokens"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"KeyRow"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"KeyRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ApiToken"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hint"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"scopes"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastUsedAt"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"email"}}]}}]}}]} as unknown as DocumentNode<KeysQuery, KeysQueryVariables>;
export const MeetingTelematicsDocument = {"__meta__":{"hash":"sha256:a2daaa4dafca2bffa78fb278ec09e47ed9919173236e0d2d7556d92b59002acd"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"MeetingTelematics"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"meetings"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"1"}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"id"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"eq"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}]}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"MeetingDetail"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Performance"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PerformanceMetrics"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"joinTime"}},{"kind":"Field","name":{"kind":"Name","value":"admissionTime"}},{"kind":"Field","name":{"kind":"Name","value":"activeTime"}},{"kind":"Field","name":{"kind":"Name","value":"totalDuration"}},{"kind":"Field","name":{"kind":"Name","value":"botUptime"}},{"kind":"Field","name":{"kind":"Name","value":"cpuSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"peakMemoryBytes"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Transcription"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TranscriptionStats"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"speechDuration"}},{"kind":"Field","name":{"kind":"Name","value":"coverage"}},{"kind":"Field","name":{"kind":"Name","value":"silence"}},{"kind":"Field","name":{"kind":"Name","value":"largestGap"}},{"kind":"Field","name":{"kind":"Name","value":"firstSegmentDelay"}},{"kind":"Field","name":{"kind":"Name","value":"overlap"}},{"kind":"Field","name":{"kind":"Name","value":"unattributed"}},{"kind":"Field","name":{"kind":"Name","value":"totalTranscriptions"}},{"kind":"Field","name":{"kind":"Name","value":"words"}},{"kind":"Field","name":{"kind":"Name","value":"uniqueSpeakers"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Speaker"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SpeakerStats"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"speaker"}},{"kind":"Field","name":{"kind":"Name","value":"talkTime"}},{"kind":"Field","name":{"kind":"Name","value":"share"}},{"kind":"Field","name":{"kind":"Name","value":"words"}},{"kind":"Field","name":{"kind":"Name","value":"wordsPerMinute"}},{"kind":"Field","name":{"kind":"Name","value":"segments"}},{"kind":"Field","name":{"kind":"Name","value":"longestMonologue"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"MeetingDetail"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Meeting"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nativeMeetingId"}},{"kind":"Field","name":{"kind":"Name","value":"databaseId"}},{"kind":"Field","name":{"kind":"Name","value":"platformName"}},{"kind":"Field","name":{"kind":"Name","value":"statusName"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"startTime"}},{"kind":"Field","name":{"kind":"Name","value":"endTime"}},{"kind":"Field","name":{"kind":"Name","value":"url"}},{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"email"}}]}},{"kind":"Field","name":{"kind":"Name","value":"transitions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"from"}},{"kind":"Field","name":{"kind":"Name","value":"to"}},{"kind":"Field","name":{"kind":"Name","value":"at"}},{"kind":"Field","name":{"kind":"Name","value":"source"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}}]}},{"kind":"Field","name":{"kind":"Name","value":"telematics"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"outcome"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"fault"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"stage"}},{"kind":"Field","name":{"kind":"Name","value":"isOver"}}]}},{"kind":"Field","name":{"kind":"Name","value":"performance"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Performance"}}]}},{"kind":"Field","name":{"kind":"Name","value":"transcription"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Transcription"}}]}},{"kind":"Field","name":{"kind":"Name","value":"missing"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"metric"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}}]}},{"kind":"Field","name":{"kind":"Name","value":"speakers"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Speaker"}}]}},{"kind":"Field","name":{"kind":"Name","value":"languages"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"language"}},{"kind":"Field","name":{"kind":"Name","value":"seconds"}},{"kind":"Field","name":{"kind":"Name","value":"share"}}]}}]}}]}}]} as unknown as DocumentNode<MeetingTelematicsQuery, MeetingTelematicsQueryVariables>;
export const MeetingsDocument = {"__meta__":{"hash":"sha256:5a563ad7ebd07c1b934b5b1f6d469c68ebe0fca93f44c329b138bf66abbcb7ae"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Meetings"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"MeetingFilter"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"meetings"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"MeetingRow"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"MeetingRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Meeting"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"databaseId"}},{"kind":"Field","name":{"kind":"Name","value":"nativeMeetingId"}},{"kind":"Field","name":{"kind":"Name","value":"platformName"}},{"kind":"Field","name":{"kind":"Name","value":"statusName"}},{"kind":"Field","name":{"kind":"Name","value":"completionReason"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"startTime"}},{"kind":"Field","name":{"kind":"Name","value":"endTime"}},{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"email"}}]}}]}}]} as unknown as DocumentNode<MeetingsQuery, MeetingsQueryVariables>;
export const ConcurrencyDocument = {"__meta__":{"hash":"sha256:579c550345f82d5447225b2b53f1eb2161968652f20c0c9f6dd4c87815044c40"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Concurrency"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"range"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"DateRange"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"timeZone"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"TimeZone"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"analytics"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"range"},"value":{"kind":"Variable","name":{"kind":"Name","value":"range"}}},{"kind":"Argument","name":{"kind":"Name","value":"timeZone"},"value":{"kind":"Variable","name":{"kind":"Name","value":"timeZone"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"concurrency"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"peak"}},{"kind":"Field","name":{"kind":"Name","value":"peakAt"}},{"kind":"Field","name":{"kind":"Name","value":"average"}},{"kind":"Field","name":{"kind":"Name","value":"timeAtLimit"}},{"kind":"Field","name":{"kind":"Name","value":"usersAtLimit"}},{"kind":"Field","name":{"kind":"Name","value":"refused"}}]}},{"kind":"Field","alias":{"kind":"Name","value":"atOnce"},"name":{"kind":"Name","value":"series"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"metric"},"value":{"kind":"EnumValue","value":"CONCURRENCY"}},{"kind":"Argument","name":{"kind":"Name","value":"bucket"},"value":{"kind":"EnumValue","value":"DAY"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"start"}},{"kind":"Field","name":{"kind":"Name","value":"value"}}]}},{"kind":"Field","alias":{"kind":"Name","value":"refused"},"name":{"kind":"Name","value":"series"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"metric"},"value":{"kind":"EnumValue","value":"REFUSED"}},{"kind":"Argument","name":{"kind":"Name","value":"bucket"},"value":{"kind":"EnumValue","value":"DAY"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"start"}},{"kind":"Field","name":{"kind":"Name","value":"value"}}]}}]}}]}}]} as unknown as DocumentNode<ConcurrencyQuery, ConcurrencyQueryVariables>;
export const MeetingsPerDayDocument = {"__meta__":{"hash":"sha256:f9dc36e8b76d4f1fac026edf906b17850e38adfcd88cb0dad9d5ff8378e0fdac"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"MeetingsPerDay"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"range"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"DateRange"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"timeZone"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"TimeZone"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"analytics"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"range"},"value":{"kind":"Variable","name":{"kind":"Name","value":"range"}}},{"kind":"Argument","name":{"kind":"Name","value":"timeZone"},"value":{"kind":"Variable","name":{"kind":"Name","value":"timeZone"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"meetings"},"name":{"kind":"Name","value":"series"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"metric"},"value":{"kind":"EnumValue","value":"MEETINGS"}},{"kind":"Argument","name":{"kind":"Name","value":"bucket"},"value":{"kind":"EnumValue","value":"DAY"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"start"}},{"kind":"Field","name":{"kind":"Name","value":"value"}}]}},{"kind":"Field","alias":{"kind":"Name","value":"completed"},"name":{"kind":"Name","value":"series"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"metric"},"value":{"kind":"EnumValue","value":"COMPLETED"}},{"kind":"Argument","name":{"kind":"Name","value":"bucket"},"value":{"kind":"EnumValue","value":"DAY"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"start"}},{"kind":"Field","name":{"kind":"Name","value":"value"}}]}},{"kind":"Field","alias":{"kind":"Name","value":"failed"},"name":{"kind":"Name","value":"series"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"metric"},"value":{"kind":"EnumValue","value":"FAILED"}},{"kind":"Argument","name":{"kind":"Name","value":"bucket"},"value":{"kind":"EnumValue","value":"DAY"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"start"}},{"kind":"Field","name":{"kind":"Name","value":"value"}}]}}]}}]}}]} as unknown as DocumentNode<MeetingsPerDayQuery, MeetingsPerDayQueryVariables>;
export const PlatformsDocument = {"__meta__":{"hash":"sha256:7bdd3bda1017a3fbe0ae2ed74bbcafacf88cea306afaad8e408095d26955b2b2"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Platforms"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"range"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"DateRange"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"timeZone"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"TimeZone"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"analytics"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"range"},"value":{"kind":"Variable","name":{"kind":"Name","value":"range"}}},{"kind":"Argument","name":{"kind":"Name","value":"timeZone"},"value":{"kind":"Variable","name":{"kind":"Name","value":"timeZone"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"platforms"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Platform"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Times"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Percentiles"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"p50"}},{"kind":"Field","name":{"kind":"Name","value":"p90"}},{"kind":"Field","name":{"kind":"Name","value":"p95"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Platform"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PlatformStats"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"platformName"}},{"kind":"Field","name":{"kind":"Name","value":"meetings"}},{"kind":"Field","name":{"kind":"Name","value":"completed"}},{"kind":"Field","name":{"kind":"Name","value":"failed"}},{"kind":"Field","name":{"kind":"Name","value":"successRate"}},{"kind":"Field","name":{"kind":"Name","value":"joinTime"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Times"}}]}},{"kind":"Field","name":{"kind":"Name","value":"admissionTime"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Times"}}]}},{"kind":"Field","name":{"kind":"Name","value":"duration"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Times"}}]}}]}}]} as unknown as DocumentNode<PlatformsQuery, PlatformsQueryVariables>;
export const OutcomesDocument = {"__meta__":{"hash":"sha256:456efe6d4099b967273e3075aa3added1cc35c95b203d72d5b1bac9af2d2026a"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Outcomes"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"range"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"DateRange"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"timeZone"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"TimeZone"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"analytics"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"range"},"value":{"kind":"Variable","name":{"kind":"Name","value":"range"}}},{"kind":"Argument","name":{"kind":"Name","value":"timeZone"},"value":{"kind":"Variable","name":{"kind":"Name","value":"timeZone"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"outcomes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Outcome"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Outcome"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"OutcomeCount"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"statusName"}},{"kind":"Field","name":{"kind":"Name","value":"stage"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"fault"}},{"kind":"Field","name":{"kind":"Name","value":"meetings"}}]}}]} as unknown as DocumentNode<OutcomesQuery, OutcomesQueryVariables>;
export const TopUsersDocument = {"__meta__":{"hash":"sha256:d39f9c777a4cbb09d22cff5ecbff0e5bf4026cd72f210c3ac8aebecce9d79372"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"TopUsers"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"range"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"DateRange"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"timeZone"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"TimeZone"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"by"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"TopUsersBy"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"analytics"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"range"},"value":{"kind":"Variable","name":{"kind":"Name","value":"range"}}},{"kind":"Argument","name":{"kind":"Name","value":"timeZone"},"value":{"kind":"Variable","name":{"kind":"Name","value":"timeZone"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"topUsers"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"by"},"value":{"kind":"Variable","name":{"kind":"Name","value":"by"}}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"10"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Rank"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Rank"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserRank"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"email"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"meetings"}},{"kind":"Field","name":{"kind":"Name","value":"completed"}},{"kind":"Field","name":{"kind":"Name","value":"failed"}},{"kind":"Field","name":{"kind":"Name","value":"successRate"}},{"kind":"Field","name":{"kind":"Name","value":"totalDuration"}}]}}]} as unknown as DocumentNode<TopUsersQuery, TopUsersQueryVariables>;
export const OverviewTotalsDocument = {"__meta__":{"hash":"sha256:222317679e5108308d6fd865a6094413f62978ff8ed7a1c8e48bbbcc8600cabc"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"OverviewTotals"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"range"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"DateRange"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"timeZone"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"TimeZone"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"analytics"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"range"},"value":{"kind":"Variable","name":{"kind":"Name","value":"range"}}},{"kind":"Argument","name":{"kind":"Name","value":"timeZone"},"value":{"kind":"Variable","name":{"kind":"Name","value":"timeZone"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totals"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Totals"}}]}},{"kind":"Field","name":{"kind":"Name","value":"previousTotals"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Totals"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Totals"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"AnalyticsTotals"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"meetings"}},{"kind":"Field","name":{"kind":"Name","value":"completed"}},{"kind":"Field","name":{"kind":"Name","value":"failed"}},{"kind":"Field","name":{"kind":"Name","value":"running"}},{"kind":"Field","name":{"kind":"Name","value":"successRate"}},{"kind":"Field","name":{"kind":"Name","value":"totalDuration"}},{"kind":"Field","name":{"kind":"Name","value":"averageDuration"}},{"kind":"Field","name":{"kind":"Name","value":"activeUsers"}},{"kind":"Field","name":{"kind":"Name","value":"refused"}}]}}]} as unknown as DocumentNode<OverviewTotalsQuery, OverviewTotalsQueryVariables>;
export const WhoAsksDocument = {"__meta__":{"hash":"sha256:e717686bff76ed6758eeb2ab8cb90b0d29a8d1bfda38d2b235013f459aed0418"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"WhoAsks"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"viewer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"access"}},{"kind":"Field","name":{"kind":"Name","value":"adminKeyName"}},{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"email"}}]}},{"kind":"Field","name":{"kind":"Name","value":"login"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"subject"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}}]} as unknown as DocumentNode<WhoAsksQuery, WhoAsksQueryVariables>;
export const UsersDocument = {"__meta__":{"hash":"sha256:a68fb66029d1221bb2d9e3d864cea201c43c2aa843f47472d8f3c234a468e8da"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Users"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"range"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"DateRange"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"UserFilter"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"users"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}},{"kind":"Argument","name":{"kind":"Name","value":"orderBy"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"field"},"value":{"kind":"EnumValue","value":"EMAIL"}},{"kind":"ObjectField","name":{"kind":"Name","value":"direction"},"value":{"kind":"EnumValue","value":"ASC"}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"UserRow"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"UserRow"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"User"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"email"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"role"}},{"kind":"Field","name":{"kind":"Name","value":"isActive"}},{"kind":"Field","name":{"kind":"Name","value":"maxConcurrentBots"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","alias":{"kind":"Name","value":"inRange"},"name":{"kind":"Name","value":"meetingStats"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"range"},"value":{"kind":"Variable","name":{"kind":"Name","value":"range"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalMeetings"}},{"kind":"Field","name":{"kind":"Name","value":"completedMeetings"}},{"kind":"Field","name":{"kind":"Name","value":"failedMeetings"}},{"kind":"Field","name":{"kind":"Name","value":"successRate"}}]}},{"kind":"Field","alias":{"kind":"Name","value":"ever"},"name":{"kind":"Name","value":"meetingStats"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"activeMeetings"}}]}}]}}]} as unknown as DocumentNode<UsersQuery, UsersQueryVariables>;