/* eslint-disable */
import * as types from './graphql.ts';
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';

/**
 * Map of all GraphQL operations in the project.
 *
 * This map has several performance disadvantages:
 * 1. It is not tree-shakeable, so it will include all operations in the project.
 * 2. It is not minifiable, so the string of a GraphQL query will be multiple times inside the bundle.
 * 3. It does not support dead code elimination, so it will add unused operations.
 *
 * Therefore it is highly recommended to use the babel or swc plugin for production.
 * Learn more about it here: https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#reducing-bundle-size
 */
type Documents = {
    "\n  fragment KeyRow on ApiToken {\n    hint name scopes status createdAt lastUsedAt expiresAt\n    user { email }\n  }\n": typeof types.KeyRowFragmentDoc,
    "\n  query Keys($filter: ApiTokenFilter, $first: Int!, $after: String) {\n    apiTokens(first: $first, after: $after, filter: $filter) {\n      totalCount\n      edges { node { ...KeyRow } }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n": typeof types.KeysDocument,
    "\n  fragment MeetingDetail on Meeting {\n    nativeMeetingId databaseId platformName statusName createdAt startTime endTime url\n    user { email }\n    transitions { from to at source reason }\n    telematics {\n      outcome { fault reason stage isOver }\n      performance { ...Performance }\n      transcription { ...Transcription }\n      missing { metric reason }\n      speakers { ...Speaker }\n      languages { language seconds share }\n    }\n  }\n": typeof types.MeetingDetailFragmentDoc,
    "\n  query MeetingTelematics($id: ID!) {\n    meetings(first: 1, filter: { id: { eq: $id } }) { edges { node { ...MeetingDetail } } }\n  }\n": typeof types.MeetingTelematicsDocument,
    "\n  fragment Performance on PerformanceMetrics {\n    joinTime admissionTime activeTime totalDuration botUptime cpuSeconds peakMemoryBytes\n  }\n": typeof types.PerformanceFragmentDoc,
    "\n  fragment Transcription on TranscriptionStats {\n    speechDuration coverage silence largestGap firstSegmentDelay overlap unattributed\n    totalTranscriptions words uniqueSpeakers\n  }\n": typeof types.TranscriptionFragmentDoc,
    "\n  fragment MeetingRow on Meeting {\n    id databaseId nativeMeetingId platformName statusName completionReason createdAt startTime endTime\n    user { email }\n  }\n": typeof types.MeetingRowFragmentDoc,
    "\n  query Meetings($filter: MeetingFilter, $first: Int!, $after: String) {\n    meetings(first: $first, after: $after, filter: $filter) {\n      totalCount\n      edges { node { ...MeetingRow } }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n": typeof types.MeetingsDocument,
    "\n  fragment Speaker on SpeakerStats {\n    speaker talkTime share words wordsPerMinute segments longestMonologue\n  }\n": typeof types.SpeakerFragmentDoc,
    "\n  query Concurrency($range: DateRange!, $timeZone: TimeZone) {\n    analytics(range: $range, timeZone: $timeZone) {\n      concurrency { peak peakAt average timeAtLimit usersAtLimit refused }\n      atOnce: series(metric: CONCURRENCY, bucket: DAY) { start value }\n      refused: series(metric: REFUSED, bucket: DAY) { start value }\n    }\n  }\n": typeof types.ConcurrencyDocument,
    "\n  query MeetingsPerDay($range: DateRange!, $timeZone: TimeZone) {\n    analytics(range: $range, timeZone: $timeZone) {\n      meetings: series(metric: MEETINGS, bucket: DAY) { start value }\n      completed: series(metric: COMPLETED, bucket: DAY) { start value }\n      failed: series(metric: FAILED, bucket: DAY) { start value }\n    }\n  }\n": typeof types.MeetingsPerDayDocument,
    "\n  fragment Times on Percentiles { p50 p90 p95 }\n": typeof types.TimesFragmentDoc,
    "\n  fragment Platform on PlatformStats {\n    platformName meetings completed failed successRate\n    joinTime { ...Times }\n    admissionTime { ...Times }\n    duration { ...Times }\n  }\n": typeof types.PlatformFragmentDoc,
    "\n  query Platforms($range: DateRange!, $timeZone: TimeZone) {\n    analytics(range: $range, timeZone: $timeZone) { platforms { ...Platform } }\n  }\n": typeof types.PlatformsDocument,
    "\n  fragment Outcome on OutcomeCount { statusName stage reason fault meetings }\n": typeof types.OutcomeFragmentDoc,
    "\n  query Outcomes($range: DateRange!, $timeZone: TimeZone) {\n    analytics(range: $range, timeZone: $timeZone) { outcomes { ...Outcome } }\n  }\n": typeof types.OutcomesDocument,
    "\n  fragment Rank on UserRank {\n    user { email name }\n    meetings completed failed successRate totalDuration\n  }\n": typeof types.RankFragmentDoc,
    "\n  query TopUsers($range: DateRange!, $timeZone: TimeZone, $by: TopUsersBy!) {\n    analytics(range: $range, timeZone: $timeZone) { topUsers(by: $by, first: 10) { ...Rank } }\n  }\n": typeof types.TopUsersDocument,
    "\n  fragment Totals on AnalyticsTotals {\n    meetings completed failed running successRate totalDuration averageDuration activeUsers refused\n  }\n": typeof types.TotalsFragmentDoc,
    "\n  query OverviewTotals($range: DateRange!, $timeZone: TimeZone) {\n    analytics(range: $range, timeZone: $timeZone) {\n      totals { ...Totals }\n      previousTotals { ...Totals }\n    }\n  }\n": typeof types.OverviewTotalsDocument,
    "\n  query WhoAsks {\n    viewer { access adminKeyName user { email } login { subject name } }\n  }\n": typeof types.WhoAsksDocument,
    "\n  fragment UserRow on User {\n    email name role isActive maxConcurrentBots createdAt\n    inRange: meetingStats(range: $range) {\n      totalMeetings completedMeetings failedMeetings successRate\n    }\n    ever: meetingStats { activeMeetings }\n  }\n": typeof types.UserRowFragmentDoc,
    "\n  query Users($range: DateRange!, $filter: UserFilter, $first: Int!, $after: String) {\n    users(\n      first: $first, after: $after, filter: $filter\n      orderBy: { field: EMAIL, direction: ASC }\n    ) {\n      totalCount\n      edges { node { ...UserRow } }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n": typeof types.UsersDocument,
};
const documents: Documents = {
    "\n  fragment KeyRow on ApiToken {\n    hint name scopes status createdAt lastUsedAt expiresAt\n    user { email }\n  }\n": types.KeyRowFragmentDoc,
    "\n  query Keys($filter: ApiTokenFilter, $first: Int!, $after: String) {\n    apiTokens(first: $first, after: $after, filter: $filter) {\n      totalCount\n      edges { node { ...KeyRow } }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n": types.KeysDocument,
    "\n  fragment MeetingDetail on Meeting {\n    nativeMeetingId databaseId platformName statusName createdAt startTime endTime url\n    user { email }\n    transitions { from to at source reason }\n    telematics {\n      outcome { fault reason stage isOver }\n      performance { ...Performance }\n      transcription { ...Transcription }\n      missing { metric reason }\n      speakers { ...Speaker }\n      languages { language seconds share }\n    }\n  }\n": types.MeetingDetailFragmentDoc,
    "\n  query MeetingTelematics($id: ID!) {\n    meetings(first: 1, filter: { id: { eq: $id } }) { edges { node { ...MeetingDetail } } }\n  }\n": types.MeetingTelematicsDocument,
    "\n  fragment Performance on PerformanceMetrics {\n    joinTime admissionTime activeTime totalDuration botUptime cpuSeconds peakMemoryBytes\n  }\n": types.PerformanceFragmentDoc,
    "\n  fragment Transcription on TranscriptionStats {\n    speechDuration coverage silence largestGap firstSegmentDelay overlap unattributed\n    totalTranscriptions words uniqueSpeakers\n  }\n": types.TranscriptionFragmentDoc,
    "\n  fragment MeetingRow on Meeting {\n    id databaseId nativeMeetingId platformName statusName completionReason createdAt startTime endTime\n    user { email }\n  }\n": types.MeetingRowFragmentDoc,
    "\n  query Meetings($filter: MeetingFilter, $first: Int!, $after: String) {\n    meetings(first: $first, after: $after, filter: $filter) {\n      totalCount\n      edges { node { ...MeetingRow } }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n": types.MeetingsDocument,
    "\n  fragment Speaker on SpeakerStats {\n    speaker talkTime share words wordsPerMinute segments longestMonologue\n  }\n": types.SpeakerFragmentDoc,
    "\n  query Concurrency($range: DateRange!, $timeZone: TimeZone) {\n    analytics(range: $range, timeZone: $timeZone) {\n      concurrency { peak peakAt average timeAtLimit usersAtLimit refused }\n      atOnce: series(metric: CONCURRENCY, bucket: DAY) { start value }\n      refused: series(metric: REFUSED, bucket: DAY) { start value }\n    }\n  }\n": types.ConcurrencyDocument,
    "\n  query MeetingsPerDay($range: DateRange!, $timeZone: TimeZone) {\n    analytics(range: $range, timeZone: $timeZone) {\n      meetings: series(metric: MEETINGS, bucket: DAY) { start value }\n      completed: series(metric: COMPLETED, bucket: DAY) { start value }\n      failed: series(metric: FAILED, bucket: DAY) { start value }\n    }\n  }\n": types.MeetingsPerDayDocument,
    "\n  fragment Times on Percentiles { p50 p90 p95 }\n": types.TimesFragmentDoc,
    "\n  fragment Platform on PlatformStats {\n    platformName meetings completed failed successRate\n    joinTime { ...Times }\n    admissionTime { ...Times }\n    duration { ...Times }\n  }\n": types.PlatformFragmentDoc,
    "\n  query Platforms($range: DateRange!, $timeZone: TimeZone) {\n    analytics(range: $range, timeZone: $timeZone) { platforms { ...Platform } }\n  }\n": types.PlatformsDocument,
    "\n  fragment Outcome on OutcomeCount { statusName stage reason fault meetings }\n": types.OutcomeFragmentDoc,
    "\n  query Outcomes($range: DateRange!, $timeZone: TimeZone) {\n    analytics(range: $range, timeZone: $timeZone) { outcomes { ...Outcome } }\n  }\n": types.OutcomesDocument,
    "\n  fragment Rank on UserRank {\n    user { email name }\n    meetings completed failed successRate totalDuration\n  }\n": types.RankFragmentDoc,
    "\n  query TopUsers($range: DateRange!, $timeZone: TimeZone, $by: TopUsersBy!) {\n    analytics(range: $range, timeZone: $timeZone) { topUsers(by: $by, first: 10) { ...Rank } }\n  }\n": types.TopUsersDocument,
    "\n  fragment Totals on AnalyticsTotals {\n    meetings completed failed running successRate totalDuration averageDuration activeUsers refused\n  }\n": types.TotalsFragmentDoc,
    "\n  query OverviewTotals($range: DateRange!, $timeZone: TimeZone) {\n    analytics(range: $range, timeZone: $timeZone) {\n      totals { ...Totals }\n      previousTotals { ...Totals }\n    }\n  }\n": types.OverviewTotalsDocument,
    "\n  query WhoAsks {\n    viewer { access adminKeyName user { email } login { subject name } }\n  }\n": types.WhoAsksDocument,
    "\n  fragment UserRow on User {\n    email name role isActive maxConcurrentBots createdAt\n    inRange: meetingStats(range: $range) {\n      totalMeetings completedMeetings failedMeetings successRate\n    }\n    ever: meetingStats { activeMeetings }\n  }\n": types.UserRowFragmentDoc,
    "\n  query Users($range: DateRange!, $filter: UserFilter, $first: Int!, $after: String) {\n    users(\n      first: $first, after: $after, filter: $filter\n      orderBy: { field: EMAIL, direction: ASC }\n    ) {\n      totalCount\n      edges { node { ...UserRow } }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n": types.UsersDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 *
 *
 * @example
 * ```ts
 * const query = graphql(`query GetUser($id: ID!) { user(id: $id) { name } }`);
 * ```
 *
 * The query argument is unknown!
 * Please regenerate the types.
 */
export function graphql(source: string): unknown;

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment KeyRow on ApiToken {\n    hint name scopes status createdAt lastUsedAt expiresAt\n    user { email }\n  }\n"): (typeof documents)["\n  fragment KeyRow on ApiToken {\n    hint name scopes status createdAt lastUsedAt expiresAt\n    user { email }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Keys($filter: ApiTokenFilter, $first: Int!, $after: String) {\n    apiTokens(first: $first, after: $after, filter: $filter) {\n      totalCount\n      edges { node { ...KeyRow } }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n"): (typeof documents)["\n  query Keys($filter: ApiTokenFilter, $first: Int!, $after: String) {\n    apiTokens(first: $first, after: $after, filter: $filter) {\n      totalCount\n      edges { node { ...KeyRow } }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment MeetingDetail on Meeting {\n    nativeMeetingId databaseId platformName statusName createdAt startTime endTime url\n    user { email }\n    transitions { from to at source reason }\n    telematics {\n      outcome { fault reason stage isOver }\n      performance { ...Performance }\n      transcription { ...Transcription }\n      missing { metric reason }\n      speakers { ...Speaker }\n      languages { language seconds share }\n    }\n  }\n"): (typeof documents)["\n  fragment MeetingDetail on Meeting {\n    nativeMeetingId databaseId platformName statusName createdAt startTime endTime url\n    user { email }\n    transitions { from to at source reason }\n    telematics {\n      outcome { fault reason stage isOver }\n      performance { ...Performance }\n      transcription { ...Transcription }\n      missing { metric reason }\n      speakers { ...Speaker }\n      languages { language seconds share }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query MeetingTelematics($id: ID!) {\n    meetings(first: 1, filter: { id: { eq: $id } }) { edges { node { ...MeetingDetail } } }\n  }\n"): (typeof documents)["\n  query MeetingTelematics($id: ID!) {\n    meetings(first: 1, filter: { id: { eq: $id } }) { edges { node { ...MeetingDetail } } }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment Performance on PerformanceMetrics {\n    joinTime admissionTime activeTime totalDuration botUptime cpuSeconds peakMemoryBytes\n  }\n"): (typeof documents)["\n  fragment Performance on PerformanceMetrics {\n    joinTime admissionTime activeTime totalDuration botUptime cpuSeconds peakMemoryBytes\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment Transcription on TranscriptionStats {\n    speechDuration coverage silence largestGap firstSegmentDelay overlap unattributed\n    totalTranscriptions words uniqueSpeakers\n  }\n"): (typeof documents)["\n  fragment Transcription on TranscriptionStats {\n    speechDuration coverage silence largestGap firstSegmentDelay overlap unattributed\n    totalTranscriptions words uniqueSpeakers\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment MeetingRow on Meeting {\n    id databaseId nativeMeetingId platformName statusName completionReason createdAt startTime endTime\n    user { email }\n  }\n"): (typeof documents)["\n  fragment MeetingRow on Meeting {\n    id databaseId nativeMeetingId platformName statusName completionReason createdAt startTime endTime\n    user { email }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Meetings($filter: MeetingFilter, $first: Int!, $after: String) {\n    meetings(first: $first, after: $after, filter: $filter) {\n      totalCount\n      edges { node { ...MeetingRow } }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n"): (typeof documents)["\n  query Meetings($filter: MeetingFilter, $first: Int!, $after: String) {\n    meetings(first: $first, after: $after, filter: $filter) {\n      totalCount\n      edges { node { ...MeetingRow } }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment Speaker on SpeakerStats {\n    speaker talkTime share words wordsPerMinute segments longestMonologue\n  }\n"): (typeof documents)["\n  fragment Speaker on SpeakerStats {\n    speaker talkTime share words wordsPerMinute segments longestMonologue\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Concurrency($range: DateRange!, $timeZone: TimeZone) {\n    analytics(range: $range, timeZone: $timeZone) {\n      concurrency { peak peakAt average timeAtLimit usersAtLimit refused }\n      atOnce: series(metric: CONCURRENCY, bucket: DAY) { start value }\n      refused: series(metric: REFUSED, bucket: DAY) { start value }\n    }\n  }\n"): (typeof documents)["\n  query Concurrency($range: DateRange!, $timeZone: TimeZone) {\n    analytics(range: $range, timeZone: $timeZone) {\n      concurrency { peak peakAt average timeAtLimit usersAtLimit refused }\n      atOnce: series(metric: CONCURRENCY, bucket: DAY) { start value }\n      refused: series(metric: REFUSED, bucket: DAY) { start value }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query MeetingsPerDay($range: DateRange!, $timeZone: TimeZone) {\n    analytics(range: $range, timeZone: $timeZone) {\n      meetings: series(metric: MEETINGS, bucket: DAY) { start value }\n      completed: series(metric: COMPLETED, bucket: DAY) { start value }\n      failed: series(metric: FAILED, bucket: DAY) { start value }\n    }\n  }\n"): (typeof documents)["\n  query MeetingsPerDay($range: DateRange!, $timeZone: TimeZone) {\n    analytics(range: $range, timeZone: $timeZone) {\n      meetings: series(metric: MEETINGS, bucket: DAY) { start value }\n      completed: series(metric: COMPLETED, bucket: DAY) { start value }\n      failed: series(metric: FAILED, bucket: DAY) { start value }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment Times on Percentiles { p50 p90 p95 }\n"): (typeof documents)["\n  fragment Times on Percentiles { p50 p90 p95 }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment Platform on PlatformStats {\n    platformName meetings completed failed successRate\n    joinTime { ...Times }\n    admissionTime { ...Times }\n    duration { ...Times }\n  }\n"): (typeof documents)["\n  fragment Platform on PlatformStats {\n    platformName meetings completed failed successRate\n    joinTime { ...Times }\n    admissionTime { ...Times }\n    duration { ...Times }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Platforms($range: DateRange!, $timeZone: TimeZone) {\n    analytics(range: $range, timeZone: $timeZone) { platforms { ...Platform } }\n  }\n"): (typeof documents)["\n  query Platforms($range: DateRange!, $timeZone: TimeZone) {\n    analytics(range: $range, timeZone: $timeZone) { platforms { ...Platform } }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment Outcome on OutcomeCount { statusName stage reason fault meetings }\n"): (typeof documents)["\n  fragment Outcome on OutcomeCount { statusName stage reason fault meetings }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Outcomes($range: DateRange!, $timeZone: TimeZone) {\n    analytics(range: $range, timeZone: $timeZone) { outcomes { ...Outcome } }\n  }\n"): (typeof documents)["\n  query Outcomes($range: DateRange!, $timeZone: TimeZone) {\n    analytics(range: $range, timeZone: $timeZone) { outcomes { ...Outcome } }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment Rank on UserRank {\n    user { email name }\n    meetings completed failed successRate totalDuration\n  }\n"): (typeof documents)["\n  fragment Rank on UserRank {\n    user { email name }\n    meetings completed failed successRate totalDuration\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query TopUsers($range: DateRange!, $timeZone: TimeZone, $by: TopUsersBy!) {\n    analytics(range: $range, timeZone: $timeZone) { topUsers(by: $by, first: 10) { ...Rank } }\n  }\n"): (typeof documents)["\n  query TopUsers($range: DateRange!, $timeZone: TimeZone, $by: TopUsersBy!) {\n    analytics(range: $range, timeZone: $timeZone) { topUsers(by: $by, first: 10) { ...Rank } }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment Totals on AnalyticsTotals {\n    meetings completed failed running successRate totalDuration averageDuration activeUsers refused\n  }\n"): (typeof documents)["\n  fragment Totals on AnalyticsTotals {\n    meetings completed failed running successRate totalDuration averageDuration activeUsers refused\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query OverviewTotals($range: DateRange!, $timeZone: TimeZone) {\n    analytics(range: $range, timeZone: $timeZone) {\n      totals { ...Totals }\n      previousTotals { ...Totals }\n    }\n  }\n"): (typeof documents)["\n  query OverviewTotals($range: DateRange!, $timeZone: TimeZone) {\n    analytics(range: $range, timeZone: $timeZone) {\n      totals { ...Totals }\n      previousTotals { ...Totals }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query WhoAsks {\n    viewer { access adminKeyName user { email } login { subject name } }\n  }\n"): (typeof documents)["\n  query WhoAsks {\n    viewer { access adminKeyName user { email } login { subject name } }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment UserRow on User {\n    email name role isActive maxConcurrentBots createdAt\n    inRange: meetingStats(range: $range) {\n      totalMeetings completedMeetings failedMeetings successRate\n    }\n    ever: meetingStats { activeMeetings }\n  }\n"): (typeof documents)["\n  fragment UserRow on User {\n    email name role isActive maxConcurrentBots createdAt\n    inRange: meetingStats(range: $range) {\n      totalMeetings completedMeetings failedMeetings successRate\n    }\n    ever: meetingStats { activeMeetings }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Users($range: DateRange!, $filter: UserFilter, $first: Int!, $after: String) {\n    users(\n      first: $first, after: $after, filter: $filter\n      orderBy: { field: EMAIL, direction: ASC }\n    ) {\n      totalCount\n      edges { node { ...UserRow } }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n"): (typeof documents)["\n  query Users($range: DateRange!, $filter: UserFilter, $first: Int!, $after: String) {\n    users(\n      first: $first, after: $after, filter: $filter\n      orderBy: { field: EMAIL, direction: ASC }\n    ) {\n      totalCount\n      edges { node { ...UserRow } }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n"];

export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}

export type DocumentType<TDocumentNode extends DocumentNode<any, any>> = TDocumentNode extends DocumentNode<  infer TType,  any>  ? TType  : never;