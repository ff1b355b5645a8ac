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
    "\n  query OwnUser($range: DateRange!) {\n    viewer { user { ...UserDetail period: usage { daily(range: $range) { ...DayOfUsage } } } }\n  }\n": typeof types.OwnUserDocument,
    "\n  query OwnKeys(\n    $filter: ApiTokenFilter, $orderBy: ApiTokenOrder\n    $first: Int, $last: Int, $after: String, $before: String\n  ) {\n    viewer {\n      user {\n        list: apiTokens(\n          first: $first, last: $last, after: $after, before: $before\n          filter: $filter, orderBy: $orderBy\n        ) {\n          totalCount\n          edges { node { ...KeyRow } }\n          pageInfo { hasNextPage startCursor endCursor }\n        }\n      }\n    }\n  }\n": typeof types.OwnKeysDocument,
    "\n  query OwnMeetings(\n    $filter: MeetingFilter, $first: Int, $last: Int, $after: String, $before: String\n  ) {\n    viewer {\n      user {\n        list: meetings(first: $first, last: $last, after: $after, before: $before, filter: $filter) {\n          totalCount\n          edges { node { ...MeetingRow } }\n          pageInfo { hasNextPage startCursor endCursor }\n        }\n      }\n    }\n  }\n": typeof types.OwnMeetingsDocument,
    "\n  fragment Failed on Error {\n    message\n    code\n    ... on InvalidInputError { issues { path message } }\n  }\n": typeof types.FailedFragmentDoc,
    "\n  fragment AdminKeyRow on AdminKey {\n    id hint name access status createdAt expiresAt retiresAt generation rateLimit\n    createdBy { adminKey { name } user { email } }\n    replaces { id status }\n    replacedBy { id status }\n  }\n": typeof types.AdminKeyRowFragmentDoc,
    "\n  query AdminKeys($first: Int, $last: Int, $after: String, $before: String) {\n    list: adminKeys(first: $first, last: $last, after: $after, before: $before) {\n      totalCount\n      edges { node { ...AdminKeyRow } }\n      pageInfo { hasNextPage startCursor endCursor }\n    }\n  }\n": typeof types.AdminKeysDocument,
    "\n  mutation CreateAdminKey($input: CreateAdminKeyInput!) {\n    result: createAdminKey(input: $input) {\n      __typename\n      ... on CreateAdminKeySuccess { secret adminKey { id name } }\n      ...Failed\n    }\n  }\n": typeof types.CreateAdminKeyDocument,
    "\n  mutation UpdateAdminKey($input: UpdateAdminKeyInput!) {\n    result: updateAdminKey(input: $input) {\n      __typename\n      ... on UpdateAdminKeySuccess { adminKey { id name } }\n      ...Failed\n    }\n  }\n": typeof types.UpdateAdminKeyDocument,
    "\n  mutation RotateAdminKey($input: RotateAdminKeyInput!) {\n    result: rotateAdminKey(input: $input) {\n      __typename\n      ... on RotateAdminKeySuccess { secret adminKey { id name } }\n      ...Failed\n    }\n  }\n": typeof types.RotateAdminKeyDocument,
    "\n  mutation FinishAdminKeyRotation($input: AdminKeyInput!) {\n    result: finishAdminKeyRotation(input: $input) {\n      __typename\n      ... on FinishAdminKeyRotationSuccess { adminKey { id name } }\n      ...Failed\n    }\n  }\n": typeof types.FinishAdminKeyRotationDocument,
    "\n  mutation CancelAdminKeyRotation($input: AdminKeyInput!) {\n    result: cancelAdminKeyRotation(input: $input) {\n      __typename\n      ... on CancelAdminKeyRotationSuccess { adminKey { id name } }\n      ...Failed\n    }\n  }\n": typeof types.CancelAdminKeyRotationDocument,
    "\n  mutation RevokeAdminKey($input: AdminKeyInput!) {\n    result: revokeAdminKey(input: $input) {\n      __typename\n      ... on RevokeAdminKeySuccess { adminKey { id name } }\n      ...Failed\n    }\n  }\n": typeof types.RevokeAdminKeyDocument,
    "\n  mutation RevokeAdminKeyLineage($input: AdminKeyInput!) {\n    result: revokeAdminKeyLineage(input: $input) {\n      __typename\n      ... on RevokeAdminKeyLineageSuccess { count }\n      ...Failed\n    }\n  }\n": typeof types.RevokeAdminKeyLineageDocument,
    "\n  fragment AuditEventRow on AuditEvent {\n    id at actionName ip requestId before after position targetId\n    actor { kind name user { email } }\n    target {\n      __typename\n      ... on User { id email }\n      ... on ApiToken { id hint user { email } }\n      ... on AdminKey { id name }\n    }\n  }\n": typeof types.AuditEventRowFragmentDoc,
    "\n  query AuditEvents(\n    $filter: AuditFilter, $first: Int, $last: Int, $after: String, $before: String\n  ) {\n    list: auditEvents(first: $first, last: $last, after: $after, before: $before, filter: $filter) {\n      totalCount\n      edges { node { ...AuditEventRow } }\n      pageInfo { hasNextPage startCursor endCursor }\n    }\n  }\n": typeof types.AuditEventsDocument,
    "\n  query Imports {\n    imports {\n      name startedAt finishedAt progressAt isFollowing\n      progress { table written unchanged skipped }\n      notes { table text count examples }\n    }\n  }\n": typeof types.ImportsDocument,
    "\n  fragment LineageKey on ApiToken { id hint generation status createdAt retiresAt revokedAt }\n": typeof types.LineageKeyFragmentDoc,
    "\n  fragment KeyDetail on ApiToken {\n    ...LineageKey\n    databaseId name scopes isImported rateLimit lastUsedAt lastUsedIp expiresAt\n    user { id email role isActive }\n    usage { totalRequests requestsToday firstUsedAt }\n    replaces { ...LineageKey replaces { ...LineageKey replaces { ...LineageKey replaces { id } } } }\n    replacedBy {\n      ...LineageKey replacedBy { ...LineageKey replacedBy { ...LineageKey replacedBy { id } } }\n    }\n  }\n": typeof types.KeyDetailFragmentDoc,
    "\n  query KeyDetail($id: ID!) {\n    list: apiTokens(first: 1, filter: { id: { eq: $id } }) { nodes { ...KeyDetail } }\n  }\n": typeof types.KeyDetailDocument,
    "\n  query OwnKeyDetail($id: ID!) {\n    viewer {\n      user { list: apiTokens(first: 1, filter: { id: { eq: $id } }) { nodes { ...KeyDetail } } }\n    }\n  }\n": typeof types.OwnKeyDetailDocument,
    "\n  mutation MintKey($input: MintTokenInput!) {\n    result: mintToken(input: $input) {\n      __typename\n      ... on MintTokenSuccess { secret token { id hint } }\n      ...Failed\n    }\n  }\n": typeof types.MintKeyDocument,
    "\n  mutation UpdateKey($input: UpdateTokenInput!) {\n    result: updateToken(input: $input) {\n      __typename\n      ... on UpdateTokenSuccess { token { id hint } }\n      ...Failed\n    }\n  }\n": typeof types.UpdateKeyDocument,
    "\n  mutation RotateKey($input: RotateKeyInput!) {\n    result: rotateKey(input: $input) {\n      __typename\n      ... on RotateKeySuccess { secret token { id hint } }\n      ...Failed\n    }\n  }\n": typeof types.RotateKeyDocument,
    "\n  mutation FinishRotation($input: FinishRotationInput!) {\n    result: finishRotation(input: $input) {\n      __typename\n      ... on FinishRotationSuccess { token { id hint } }\n      ...Failed\n    }\n  }\n": typeof types.FinishRotationDocument,
    "\n  mutation CancelRotation($input: CancelRotationInput!) {\n    result: cancelRotation(input: $input) {\n      __typename\n      ... on CancelRotationSuccess { token { id hint } }\n      ...Failed\n    }\n  }\n": typeof types.CancelRotationDocument,
    "\n  mutation RevokeKey($input: RevokeTokenInput!) {\n    result: revokeToken(input: $input) {\n      __typename\n      ... on RevokeTokenSuccess { token { id hint } }\n      ...Failed\n    }\n  }\n": typeof types.RevokeKeyDocument,
    "\n  mutation RevokeLineage($input: RevokeLineageInput!) {\n    result: revokeLineage(input: $input) {\n      __typename\n      ... on RevokeLineageSuccess { count }\n      ...Failed\n    }\n  }\n": typeof types.RevokeLineageDocument,
    "\n  fragment KeyUsageDays on ApiToken { id usage { daily(range: $range) { ...DayOfUsage } } }\n": typeof types.KeyUsageDaysFragmentDoc,
    "\n  query KeyUsage($id: ID!, $range: DateRange!) {\n    list: apiTokens(first: 1, filter: { id: { eq: $id } }) { nodes { ...KeyUsageDays } }\n  }\n": typeof types.KeyUsageDocument,
    "\n  query OwnKeyUsage($id: ID!, $range: DateRange!) {\n    viewer {\n      user { list: apiTokens(first: 1, filter: { id: { eq: $id } }) { nodes { ...KeyUsageDays } } }\n    }\n  }\n": typeof types.OwnKeyUsageDocument,
    "\n  query VerifyKey($token: String!) {\n    verifyToken(token: $token) {\n      valid isAdmin\n      checks { check verdict }\n      token { id hint user { email } }\n    }\n  }\n": typeof types.VerifyKeyDocument,
    "\n  query VerifyKeyScope($token: String!, $scope: TokenScope!) {\n    verifyToken(token: $token, scope: $scope) {\n      valid isAdmin\n      checks { check verdict }\n      token { id hint user { email } }\n    }\n  }\n": typeof types.VerifyKeyScopeDocument,
    "\n  fragment KeyRow on ApiToken {\n    id hint name scopes status createdAt lastUsedAt expiresAt generation\n    user { id email }\n  }\n": typeof types.KeyRowFragmentDoc,
    "\n  query Keys(\n    $filter: ApiTokenFilter, $orderBy: ApiTokenOrder\n    $first: Int, $last: Int, $after: String, $before: String\n  ) {\n    list: apiTokens(\n      first: $first, last: $last, after: $after, before: $before\n      filter: $filter, orderBy: $orderBy\n    ) {\n      totalCount\n      edges { node { ...KeyRow } }\n      pageInfo { hasNextPage startCursor endCursor }\n    }\n  }\n": typeof types.KeysDocument,
    "\n  fragment MeetingDetail on Meeting {\n    nativeMeetingId databaseId platformName statusName createdAt startTime endTime\n    user { email }\n    transitions { from to at source reason }\n    telematics {\n      outcome { fault reason stage }\n      performance { ...Performance }\n      transcription { ...Transcription }\n      missing { metric reason }\n      speakers { ...Speaker }\n      languages { language seconds share }\n    }\n  }\n": typeof types.MeetingDetailFragmentDoc,
    "\n  query MeetingTelematics($id: ID!) {\n    list: meetings(first: 1, filter: { id: { eq: $id } }) { nodes { ...MeetingDetail } }\n  }\n": typeof types.MeetingTelematicsDocument,
    "\n  query OwnMeetingTelematics($id: ID!) {\n    viewer {\n      user { list: meetings(first: 1, filter: { id: { eq: $id } }) { nodes { ...MeetingDetail } } }\n    }\n  }\n": typeof types.OwnMeetingTelematicsDocument,
    "\n  fragment MeetingRow on Meeting {\n    id databaseId nativeMeetingId platformName statusName completionReason createdAt startTime endTime\n    user { id email }\n  }\n": typeof types.MeetingRowFragmentDoc,
    "\n  query Meetings(\n    $filter: MeetingFilter, $first: Int, $last: Int, $after: String, $before: String\n  ) {\n    list: meetings(first: $first, last: $last, after: $after, before: $before, filter: $filter) {\n      totalCount\n      edges { node { ...MeetingRow } }\n      pageInfo { hasNextPage startCursor endCursor }\n    }\n  }\n": typeof types.MeetingsDocument,
    "\n  fragment Performance on PerformanceMetrics {\n    joinTime admissionTime activeTime totalDuration botUptime cpuSeconds peakMemoryBytes\n  }\n": typeof types.PerformanceFragmentDoc,
    "\n  fragment Transcription on TranscriptionStats {\n    speechDuration coverage silence largestGap firstSegmentDelay overlap unattributed\n    totalTranscriptions words uniqueSpeakers\n  }\n": typeof types.TranscriptionFragmentDoc,
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
    "\n  subscription MeetingChanges { meetingChanged { id } }\n": typeof types.MeetingChangesDocument,
    "\n  subscription UserMeetingChanges($user: UserBy!) { meetingChanged(user: $user) { id } }\n": typeof types.UserMeetingChangesDocument,
    "\n  fragment DayOfUsage on UsageDay { day requests isRemoved }\n": typeof types.DayOfUsageFragmentDoc,
    "\n  query WhoAsks {\n    viewer {\n      access adminKeyName user { id email } token { id } login { subject name }\n      scopes managesKeys mintableScopes maxKeyLifetime setsRequestLimits createsSignInLinks\n    }\n  }\n": typeof types.WhoAsksDocument,
    "\n  fragment SessionRow on SignInSession {\n    id provider subject createdAt lastUsedAt expiresAt isCurrent\n    user { id email }\n  }\n": typeof types.SessionRowFragmentDoc,
    "\n  query SignInSessions { signInSessions { ...SessionRow } }\n": typeof types.SignInSessionsDocument,
    "\n  query UserSessions($id: ID!) { user(by: { id: $id }) { id sessions { ...SessionRow } } }\n": typeof types.UserSessionsDocument,
    "\n  mutation EndSignInSessions($input: EndSignInSessionsInput!) {\n    result: endSignInSessions(input: $input) {\n      __typename\n      ... on EndSignInSessionsSuccess { count }\n      ...Failed\n    }\n  }\n": typeof types.EndSignInSessionsDocument,
    "\n  query Settings {\n    settings { name description default isSet isSecret value }\n  }\n": typeof types.SettingsDocument,
    "\n  fragment UserDetail on User {\n    id databaseId email name role isActive maxConcurrentBots createdAt updatedAt\n    stats: meetingStats { totalMeetings activeMeetings }\n    usage { totalRequests requestsToday lastUsedAt lastUsedIp }\n  }\n": typeof types.UserDetailFragmentDoc,
    "\n  query UserDetail($id: ID!) {\n    list: users(first: 1, filter: { id: { eq: $id } }) { nodes { ...UserDetail } }\n  }\n": typeof types.UserDetailDocument,
    "\n  mutation CreateUser($input: CreateUserInput!) {\n    result: createUser(input: $input) {\n      __typename\n      ... on CreateUserSuccess { created user { id email } }\n      ...Failed\n    }\n  }\n": typeof types.CreateUserDocument,
    "\n  mutation UpdateUser($input: UpdateUserInput!) {\n    result: updateUser(input: $input) {\n      __typename\n      ... on UpdateUserSuccess {\n        user { id email name role isActive maxConcurrentBots }\n        endedAdminKeys { id name }\n        remainingAccess { adminCount keyCount webhookCount }\n      }\n      ...Failed\n    }\n  }\n": typeof types.UpdateUserDocument,
    "\n  mutation DeleteUser($input: DeleteUserInput!) {\n    result: deleteUser(input: $input) {\n      __typename\n      ... on DeleteUserSuccess {\n        deletedUserId\n        endedAdminKeys { id name }\n        remainingAccess { adminCount keyCount webhookCount }\n      }\n      ...Failed\n    }\n  }\n": typeof types.DeleteUserDocument,
    "\n  mutation RevokeAllKeys($input: RevokeAllTokensInput!) {\n    result: revokeAllTokens(input: $input) {\n      __typename\n      ... on RevokeAllTokensSuccess { count }\n      ...Failed\n    }\n  }\n": typeof types.RevokeAllKeysDocument,
    "\n  mutation SetWebhook($input: SetWebhookInput!) {\n    result: setWebhook(input: $input) {\n      __typename\n      ... on SetWebhookSuccess { user { id } }\n      ...Failed\n    }\n  }\n": typeof types.SetWebhookDocument,
    "\n  mutation RemoveWebhook($input: RemoveWebhookInput!) {\n    result: removeWebhook(input: $input) {\n      __typename\n      ... on RemoveWebhookSuccess { user { id } }\n      ...Failed\n    }\n  }\n": typeof types.RemoveWebhookDocument,
    "\n  mutation CreateSignInLink($input: CreateSignInLinkInput!) {\n    result: createSignInLink(input: $input) {\n      __typename\n      ... on CreateSignInLinkSuccess { url expiresAt }\n      ...Failed\n    }\n  }\n": typeof types.CreateSignInLinkDocument,
    "\n  query UserUsage($id: ID!, $range: DateRange!) {\n    user(by: { id: $id }) { usage { daily(range: $range) { ...DayOfUsage } } }\n  }\n": typeof types.UserUsageDocument,
    "\n  query UserWebhook($id: ID!) {\n    user(by: { id: $id }) { id webhook { url hasSecret maskedSecret events { name isWanted } } }\n  }\n": typeof types.UserWebhookDocument,
    "\n  fragment UserRow on User {\n    id email name role isActive maxConcurrentBots createdAt\n    inRange: meetingStats(range: $range) {\n      totalMeetings completedMeetings failedMeetings successRate\n    }\n    ever: meetingStats { activeMeetings }\n  }\n": typeof types.UserRowFragmentDoc,
    "\n  query Users(\n    $range: DateRange!, $filter: UserFilter, $orderBy: UserOrder\n    $first: Int, $last: Int, $after: String, $before: String\n  ) {\n    list: users(\n      first: $first, last: $last, after: $after, before: $before\n      filter: $filter, orderBy: $orderBy\n    ) {\n      totalCount\n      edges { node { ...UserRow } }\n      pageInfo { hasNextPage startCursor endCursor }\n    }\n  }\n": typeof types.UsersDocument,
    "\n  fragment WebhookRow on User {\n    id email isActive\n    webhook { url hasSecret maskedSecret events { name isWanted } }\n  }\n": typeof types.WebhookRowFragmentDoc,
    "\n  query Webhooks(\n    $filter: UserFilter, $orderBy: UserOrder\n    $first: Int, $last: Int, $after: String, $before: String\n  ) {\n    list: users(\n      first: $first, last: $last, after: $after, before: $before\n      filter: $filter, orderBy: $orderBy\n    ) {\n      totalCount\n      edges { node { ...WebhookRow } }\n      pageInfo { hasNextPage startCursor endCursor }\n    }\n  }\n": typeof types.WebhooksDocument,
};
const documents: Documents = {
    "\n  query OwnUser($range: DateRange!) {\n    viewer { user { ...UserDetail period: usage { daily(range: $range) { ...DayOfUsage } } } }\n  }\n": types.OwnUserDocument,
    "\n  query OwnKeys(\n    $filter: ApiTokenFilter, $orderBy: ApiTokenOrder\n    $first: Int, $last: Int, $after: String, $before: String\n  ) {\n    viewer {\n      user {\n        list: apiTokens(\n          first: $first, last: $last, after: $after, before: $before\n          filter: $filter, orderBy: $orderBy\n        ) {\n          totalCount\n          edges { node { ...KeyRow } }\n          pageInfo { hasNextPage startCursor endCursor }\n        }\n      }\n    }\n  }\n": types.OwnKeysDocument,
    "\n  query OwnMeetings(\n    $filter: MeetingFilter, $first: Int, $last: Int, $after: String, $before: String\n  ) {\n    viewer {\n      user {\n        list: meetings(first: $first, last: $last, after: $after, before: $before, filter: $filter) {\n          totalCount\n          edges { node { ...MeetingRow } }\n          pageInfo { hasNextPage startCursor endCursor }\n        }\n      }\n    }\n  }\n": types.OwnMeetingsDocument,
    "\n  fragment Failed on Error {\n    message\n    code\n    ... on InvalidInputError { issues { path message } }\n  }\n": types.FailedFragmentDoc,
    "\n  fragment AdminKeyRow on AdminKey {\n    id hint name access status createdAt expiresAt retiresAt generation rateLimit\n    createdBy { adminKey { name } user { email } }\n    replaces { id status }\n    replacedBy { id status }\n  }\n": types.AdminKeyRowFragmentDoc,
    "\n  query AdminKeys($first: Int, $last: Int, $after: String, $before: String) {\n    list: adminKeys(first: $first, last: $last, after: $after, before: $before) {\n      totalCount\n      edges { node { ...AdminKeyRow } }\n      pageInfo { hasNextPage startCursor endCursor }\n    }\n  }\n": types.AdminKeysDocument,
    "\n  mutation CreateAdminKey($input: CreateAdminKeyInput!) {\n    result: createAdminKey(input: $input) {\n      __typename\n      ... on CreateAdminKeySuccess { secret adminKey { id name } }\n      ...Failed\n    }\n  }\n": types.CreateAdminKeyDocument,
    "\n  mutation UpdateAdminKey($input: UpdateAdminKeyInput!) {\n    result: updateAdminKey(input: $input) {\n      __typename\n      ... on UpdateAdminKeySuccess { adminKey { id name } }\n      ...Failed\n    }\n  }\n": types.UpdateAdminKeyDocument,
    "\n  mutation RotateAdminKey($input: RotateAdminKeyInput!) {\n    result: rotateAdminKey(input: $input) {\n      __typename\n      ... on RotateAdminKeySuccess { secret adminKey { id name } }\n      ...Failed\n    }\n  }\n": types.RotateAdminKeyDocument,
    "\n  mutation FinishAdminKeyRotation($input: AdminKeyInput!) {\n    result: finishAdminKeyRotation(input: $input) {\n      __typename\n      ... on FinishAdminKeyRotationSuccess { adminKey { id name } }\n      ...Failed\n    }\n  }\n": types.FinishAdminKeyRotationDocument,
    "\n  mutation CancelAdminKeyRotation($input: AdminKeyInput!) {\n    result: cancelAdminKeyRotation(input: $input) {\n      __typename\n      ... on CancelAdminKeyRotationSuccess { adminKey { id name } }\n      ...Failed\n    }\n  }\n": types.CancelAdminKeyRotationDocument,
    "\n  mutation RevokeAdminKey($input: AdminKeyInput!) {\n    result: revokeAdminKey(input: $input) {\n      __typename\n      ... on RevokeAdminKeySuccess { adminKey { id name } }\n      ...Failed\n    }\n  }\n": types.RevokeAdminKeyDocument,
    "\n  mutation RevokeAdminKeyLineage($input: AdminKeyInput!) {\n    result: revokeAdminKeyLineage(input: $input) {\n      __typename\n      ... on RevokeAdminKeyLineageSuccess { count }\n      ...Failed\n    }\n  }\n": types.RevokeAdminKeyLineageDocument,
    "\n  fragment AuditEventRow on AuditEvent {\n    id at actionName ip requestId before after position targetId\n    actor { kind name user { email } }\n    target {\n      __typename\n      ... on User { id email }\n      ... on ApiToken { id hint user { email } }\n      ... on AdminKey { id name }\n    }\n  }\n": types.AuditEventRowFragmentDoc,
    "\n  query AuditEvents(\n    $filter: AuditFilter, $first: Int, $last: Int, $after: String, $before: String\n  ) {\n    list: auditEvents(first: $first, last: $last, after: $after, before: $before, filter: $filter) {\n      totalCount\n      edges { node { ...AuditEventRow } }\n      pageInfo { hasNextPage startCursor endCursor }\n    }\n  }\n": types.AuditEventsDocument,
    "\n  query Imports {\n    imports {\n      name startedAt finishedAt progressAt isFollowing\n      progress { table written unchanged skipped }\n      notes { table text count examples }\n    }\n  }\n": types.ImportsDocument,
    "\n  fragment LineageKey on ApiToken { id hint generation status createdAt retiresAt revokedAt }\n": types.LineageKeyFragmentDoc,
    "\n  fragment KeyDetail on ApiToken {\n    ...LineageKey\n    databaseId name scopes isImported rateLimit lastUsedAt lastUsedIp expiresAt\n    user { id email role isActive }\n    usage { totalRequests requestsToday firstUsedAt }\n    replaces { ...LineageKey replaces { ...LineageKey replaces { ...LineageKey replaces { id } } } }\n    replacedBy {\n      ...LineageKey replacedBy { ...LineageKey replacedBy { ...LineageKey replacedBy { id } } }\n    }\n  }\n": types.KeyDetailFragmentDoc,
    "\n  query KeyDetail($id: ID!) {\n    list: apiTokens(first: 1, filter: { id: { eq: $id } }) { nodes { ...KeyDetail } }\n  }\n": types.KeyDetailDocument,
    "\n  query OwnKeyDetail($id: ID!) {\n    viewer {\n      user { list: apiTokens(first: 1, filter: { id: { eq: $id } }) { nodes { ...KeyDetail } } }\n    }\n  }\n": types.OwnKeyDetailDocument,
    "\n  mutation MintKey($input: MintTokenInput!) {\n    result: mintToken(input: $input) {\n      __typename\n      ... on MintTokenSuccess { secret token { id hint } }\n      ...Failed\n    }\n  }\n": types.MintKeyDocument,
    "\n  mutation UpdateKey($input: UpdateTokenInput!) {\n    result: updateToken(input: $input) {\n      __typename\n      ... on UpdateTokenSuccess { token { id hint } }\n      ...Failed\n    }\n  }\n": types.UpdateKeyDocument,
    "\n  mutation RotateKey($input: RotateKeyInput!) {\n    result: rotateKey(input: $input) {\n      __typename\n      ... on RotateKeySuccess { secret token { id hint } }\n      ...Failed\n    }\n  }\n": types.RotateKeyDocument,
    "\n  mutation FinishRotation($input: FinishRotationInput!) {\n    result: finishRotation(input: $input) {\n      __typename\n      ... on FinishRotationSuccess { token { id hint } }\n      ...Failed\n    }\n  }\n": types.FinishRotationDocument,
    "\n  mutation CancelRotation($input: CancelRotationInput!) {\n    result: cancelRotation(input: $input) {\n      __typename\n      ... on CancelRotationSuccess { token { id hint } }\n      ...Failed\n    }\n  }\n": types.CancelRotationDocument,
    "\n  mutation RevokeKey($input: RevokeTokenInput!) {\n    result: revokeToken(input: $input) {\n      __typename\n      ... on RevokeTokenSuccess { token { id hint } }\n      ...Failed\n    }\n  }\n": types.RevokeKeyDocument,
    "\n  mutation RevokeLineage($input: RevokeLineageInput!) {\n    result: revokeLineage(input: $input) {\n      __typename\n      ... on RevokeLineageSuccess { count }\n      ...Failed\n    }\n  }\n": types.RevokeLineageDocument,
    "\n  fragment KeyUsageDays on ApiToken { id usage { daily(range: $range) { ...DayOfUsage } } }\n": types.KeyUsageDaysFragmentDoc,
    "\n  query KeyUsage($id: ID!, $range: DateRange!) {\n    list: apiTokens(first: 1, filter: { id: { eq: $id } }) { nodes { ...KeyUsageDays } }\n  }\n": types.KeyUsageDocument,
    "\n  query OwnKeyUsage($id: ID!, $range: DateRange!) {\n    viewer {\n      user { list: apiTokens(first: 1, filter: { id: { eq: $id } }) { nodes { ...KeyUsageDays } } }\n    }\n  }\n": types.OwnKeyUsageDocument,
    "\n  query VerifyKey($token: String!) {\n    verifyToken(token: $token) {\n      valid isAdmin\n      checks { check verdict }\n      token { id hint user { email } }\n    }\n  }\n": types.VerifyKeyDocument,
    "\n  query VerifyKeyScope($token: String!, $scope: TokenScope!) {\n    verifyToken(token: $token, scope: $scope) {\n      valid isAdmin\n      checks { check verdict }\n      token { id hint user { email } }\n    }\n  }\n": types.VerifyKeyScopeDocument,
    "\n  fragment KeyRow on ApiToken {\n    id hint name scopes status createdAt lastUsedAt expiresAt generation\n    user { id email }\n  }\n": types.KeyRowFragmentDoc,
    "\n  query Keys(\n    $filter: ApiTokenFilter, $orderBy: ApiTokenOrder\n    $first: Int, $last: Int, $after: String, $before: String\n  ) {\n    list: apiTokens(\n      first: $first, last: $last, after: $after, before: $before\n      filter: $filter, orderBy: $orderBy\n    ) {\n      totalCount\n      edges { node { ...KeyRow } }\n      pageInfo { hasNextPage startCursor endCursor }\n    }\n  }\n": types.KeysDocument,
    "\n  fragment MeetingDetail on Meeting {\n    nativeMeetingId databaseId platformName statusName createdAt startTime endTime\n    user { email }\n    transitions { from to at source reason }\n    telematics {\n      outcome { fault reason stage }\n      performance { ...Performance }\n      transcription { ...Transcription }\n      missing { metric reason }\n      speakers { ...Speaker }\n      languages { language seconds share }\n    }\n  }\n": types.MeetingDetailFragmentDoc,
    "\n  query MeetingTelematics($id: ID!) {\n    list: meetings(first: 1, filter: { id: { eq: $id } }) { nodes { ...MeetingDetail } }\n  }\n": types.MeetingTelematicsDocument,
    "\n  query OwnMeetingTelematics($id: ID!) {\n    viewer {\n      user { list: meetings(first: 1, filter: { id: { eq: $id } }) { nodes { ...MeetingDetail } } }\n    }\n  }\n": types.OwnMeetingTelematicsDocument,
    "\n  fragment MeetingRow on Meeting {\n    id databaseId nativeMeetingId platformName statusName completionReason createdAt startTime endTime\n    user { id email }\n  }\n": types.MeetingRowFragmentDoc,
    "\n  query Meetings(\n    $filter: MeetingFilter, $first: Int, $last: Int, $after: String, $before: String\n  ) {\n    list: meetings(first: $first, last: $last, after: $after, before: $before, filter: $filter) {\n      totalCount\n      edges { node { ...MeetingRow } }\n      pageInfo { hasNextPage startCursor endCursor }\n    }\n  }\n": types.MeetingsDocument,
    "\n  fragment Performance on PerformanceMetrics {\n    joinTime admissionTime activeTime totalDuration botUptime cpuSeconds peakMemoryBytes\n  }\n": types.PerformanceFragmentDoc,
    "\n  fragment Transcription on TranscriptionStats {\n    speechDuration coverage silence largestGap firstSegmentDelay overlap unattributed\n    totalTranscriptions words uniqueSpeakers\n  }\n": types.TranscriptionFragmentDoc,
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
    "\n  subscription MeetingChanges { meetingChanged { id } }\n": types.MeetingChangesDocument,
    "\n  subscription UserMeetingChanges($user: UserBy!) { meetingChanged(user: $user) { id } }\n": types.UserMeetingChangesDocument,
    "\n  fragment DayOfUsage on UsageDay { day requests isRemoved }\n": types.DayOfUsageFragmentDoc,
    "\n  query WhoAsks {\n    viewer {\n      access adminKeyName user { id email } token { id } login { subject name }\n      scopes managesKeys mintableScopes maxKeyLifetime setsRequestLimits createsSignInLinks\n    }\n  }\n": types.WhoAsksDocument,
    "\n  fragment SessionRow on SignInSession {\n    id provider subject createdAt lastUsedAt expiresAt isCurrent\n    user { id email }\n  }\n": types.SessionRowFragmentDoc,
    "\n  query SignInSessions { signInSessions { ...SessionRow } }\n": types.SignInSessionsDocument,
    "\n  query UserSessions($id: ID!) { user(by: { id: $id }) { id sessions { ...SessionRow } } }\n": types.UserSessionsDocument,
    "\n  mutation EndSignInSessions($input: EndSignInSessionsInput!) {\n    result: endSignInSessions(input: $input) {\n      __typename\n      ... on EndSignInSessionsSuccess { count }\n      ...Failed\n    }\n  }\n": types.EndSignInSessionsDocument,
    "\n  query Settings {\n    settings { name description default isSet isSecret value }\n  }\n": types.SettingsDocument,
    "\n  fragment UserDetail on User {\n    id databaseId email name role isActive maxConcurrentBots createdAt updatedAt\n    stats: meetingStats { totalMeetings activeMeetings }\n    usage { totalRequests requestsToday lastUsedAt lastUsedIp }\n  }\n": types.UserDetailFragmentDoc,
    "\n  query UserDetail($id: ID!) {\n    list: users(first: 1, filter: { id: { eq: $id } }) { nodes { ...UserDetail } }\n  }\n": types.UserDetailDocument,
    "\n  mutation CreateUser($input: CreateUserInput!) {\n    result: createUser(input: $input) {\n      __typename\n      ... on CreateUserSuccess { created user { id email } }\n      ...Failed\n    }\n  }\n": types.CreateUserDocument,
    "\n  mutation UpdateUser($input: UpdateUserInput!) {\n    result: updateUser(input: $input) {\n      __typename\n      ... on UpdateUserSuccess {\n        user { id email name role isActive maxConcurrentBots }\n        endedAdminKeys { id name }\n        remainingAccess { adminCount keyCount webhookCount }\n      }\n      ...Failed\n    }\n  }\n": types.UpdateUserDocument,
    "\n  mutation DeleteUser($input: DeleteUserInput!) {\n    result: deleteUser(input: $input) {\n      __typename\n      ... on DeleteUserSuccess {\n        deletedUserId\n        endedAdminKeys { id name }\n        remainingAccess { adminCount keyCount webhookCount }\n      }\n      ...Failed\n    }\n  }\n": types.DeleteUserDocument,
    "\n  mutation RevokeAllKeys($input: RevokeAllTokensInput!) {\n    result: revokeAllTokens(input: $input) {\n      __typename\n      ... on RevokeAllTokensSuccess { count }\n      ...Failed\n    }\n  }\n": types.RevokeAllKeysDocument,
    "\n  mutation SetWebhook($input: SetWebhookInput!) {\n    result: setWebhook(input: $input) {\n      __typename\n      ... on SetWebhookSuccess { user { id } }\n      ...Failed\n    }\n  }\n": types.SetWebhookDocument,
    "\n  mutation RemoveWebhook($input: RemoveWebhookInput!) {\n    result: removeWebhook(input: $input) {\n      __typename\n      ... on RemoveWebhookSuccess { user { id } }\n      ...Failed\n    }\n  }\n": types.RemoveWebhookDocument,
    "\n  mutation CreateSignInLink($input: CreateSignInLinkInput!) {\n    result: createSignInLink(input: $input) {\n      __typename\n      ... on CreateSignInLinkSuccess { url expiresAt }\n      ...Failed\n    }\n  }\n": types.CreateSignInLinkDocument,
    "\n  query UserUsage($id: ID!, $range: DateRange!) {\n    user(by: { id: $id }) { usage { daily(range: $range) { ...DayOfUsage } } }\n  }\n": types.UserUsageDocument,
    "\n  query UserWebhook($id: ID!) {\n    user(by: { id: $id }) { id webhook { url hasSecret maskedSecret events { name isWanted } } }\n  }\n": types.UserWebhookDocument,
    "\n  fragment UserRow on User {\n    id email name role isActive maxConcurrentBots createdAt\n    inRange: meetingStats(range: $range) {\n      totalMeetings completedMeetings failedMeetings successRate\n    }\n    ever: meetingStats { activeMeetings }\n  }\n": types.UserRowFragmentDoc,
    "\n  query Users(\n    $range: DateRange!, $filter: UserFilter, $orderBy: UserOrder\n    $first: Int, $last: Int, $after: String, $before: String\n  ) {\n    list: users(\n      first: $first, last: $last, after: $after, before: $before\n      filter: $filter, orderBy: $orderBy\n    ) {\n      totalCount\n      edges { node { ...UserRow } }\n      pageInfo { hasNextPage startCursor endCursor }\n    }\n  }\n": types.UsersDocument,
    "\n  fragment WebhookRow on User {\n    id email isActive\n    webhook { url hasSecret maskedSecret events { name isWanted } }\n  }\n": types.WebhookRowFragmentDoc,
    "\n  query Webhooks(\n    $filter: UserFilter, $orderBy: UserOrder\n    $first: Int, $last: Int, $after: String, $before: String\n  ) {\n    list: users(\n      first: $first, last: $last, after: $after, before: $before\n      filter: $filter, orderBy: $orderBy\n    ) {\n      totalCount\n      edges { node { ...WebhookRow } }\n      pageInfo { hasNextPage startCursor endCursor }\n    }\n  }\n": types.WebhooksDocument,
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
export function graphql(source: "\n  query OwnUser($range: DateRange!) {\n    viewer { user { ...UserDetail period: usage { daily(range: $range) { ...DayOfUsage } } } }\n  }\n"): (typeof documents)["\n  query OwnUser($range: DateRange!) {\n    viewer { user { ...UserDetail period: usage { daily(range: $range) { ...DayOfUsage } } } }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query OwnKeys(\n    $filter: ApiTokenFilter, $orderBy: ApiTokenOrder\n    $first: Int, $last: Int, $after: String, $before: String\n  ) {\n    viewer {\n      user {\n        list: apiTokens(\n          first: $first, last: $last, after: $after, before: $before\n          filter: $filter, orderBy: $orderBy\n        ) {\n          totalCount\n          edges { node { ...KeyRow } }\n          pageInfo { hasNextPage startCursor endCursor }\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  query OwnKeys(\n    $filter: ApiTokenFilter, $orderBy: ApiTokenOrder\n    $first: Int, $last: Int, $after: String, $before: String\n  ) {\n    viewer {\n      user {\n        list: apiTokens(\n          first: $first, last: $last, after: $after, before: $before\n          filter: $filter, orderBy: $orderBy\n        ) {\n          totalCount\n          edges { node { ...KeyRow } }\n          pageInfo { hasNextPage startCursor endCursor }\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query OwnMeetings(\n    $filter: MeetingFilter, $first: Int, $last: Int, $after: String, $before: String\n  ) {\n    viewer {\n      user {\n        list: meetings(first: $first, last: $last, after: $after, before: $before, filter: $filter) {\n          totalCount\n          edges { node { ...MeetingRow } }\n          pageInfo { hasNextPage startCursor endCursor }\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  query OwnMeetings(\n    $filter: MeetingFilter, $first: Int, $last: Int, $after: String, $before: String\n  ) {\n    viewer {\n      user {\n        list: meetings(first: $first, last: $last, after: $after, before: $before, filter: $filter) {\n          totalCount\n          edges { node { ...MeetingRow } }\n          pageInfo { hasNextPage startCursor endCursor }\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment Failed on Error {\n    message\n    code\n    ... on InvalidInputError { issues { path message } }\n  }\n"): (typeof documents)["\n  fragment Failed on Error {\n    message\n    code\n    ... on InvalidInputError { issues { path message } }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment AdminKeyRow on AdminKey {\n    id hint name access status createdAt expiresAt retiresAt generation rateLimit\n    createdBy { adminKey { name } user { email } }\n    replaces { id status }\n    replacedBy { id status }\n  }\n"): (typeof documents)["\n  fragment AdminKeyRow on AdminKey {\n    id hint name access status createdAt expiresAt retiresAt generation rateLimit\n    createdBy { adminKey { name } user { email } }\n    replaces { id status }\n    replacedBy { id status }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query AdminKeys($first: Int, $last: Int, $after: String, $before: String) {\n    list: adminKeys(first: $first, last: $last, after: $after, before: $before) {\n      totalCount\n      edges { node { ...AdminKeyRow } }\n      pageInfo { hasNextPage startCursor endCursor }\n    }\n  }\n"): (typeof documents)["\n  query AdminKeys($first: Int, $last: Int, $after: String, $before: String) {\n    list: adminKeys(first: $first, last: $last, after: $after, before: $before) {\n      totalCount\n      edges { node { ...AdminKeyRow } }\n      pageInfo { hasNextPage startCursor endCursor }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation CreateAdminKey($input: CreateAdminKeyInput!) {\n    result: createAdminKey(input: $input) {\n      __typename\n      ... on CreateAdminKeySuccess { secret adminKey { id name } }\n      ...Failed\n    }\n  }\n"): (typeof documents)["\n  mutation CreateAdminKey($input: CreateAdminKeyInput!) {\n    result: createAdminKey(input: $input) {\n      __typename\n      ... on CreateAdminKeySuccess { secret adminKey { id name } }\n      ...Failed\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation UpdateAdminKey($input: UpdateAdminKeyInput!) {\n    result: updateAdminKey(input: $input) {\n      __typename\n      ... on UpdateAdminKeySuccess { adminKey { id name } }\n      ...Failed\n    }\n  }\n"): (typeof documents)["\n  mutation UpdateAdminKey($input: UpdateAdminKeyInput!) {\n    result: updateAdminKey(input: $input) {\n      __typename\n      ... on UpdateAdminKeySuccess { adminKey { id name } }\n      ...Failed\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RotateAdminKey($input: RotateAdminKeyInput!) {\n    result: rotateAdminKey(input: $input) {\n      __typename\n      ... on RotateAdminKeySuccess { secret adminKey { id name } }\n      ...Failed\n    }\n  }\n"): (typeof documents)["\n  mutation RotateAdminKey($input: RotateAdminKeyInput!) {\n    result: rotateAdminKey(input: $input) {\n      __typename\n      ... on RotateAdminKeySuccess { secret adminKey { id name } }\n      ...Failed\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation FinishAdminKeyRotation($input: AdminKeyInput!) {\n    result: finishAdminKeyRotation(input: $input) {\n      __typename\n      ... on FinishAdminKeyRotationSuccess { adminKey { id name } }\n      ...Failed\n    }\n  }\n"): (typeof documents)["\n  mutation FinishAdminKeyRotation($input: AdminKeyInput!) {\n    result: finishAdminKeyRotation(input: $input) {\n      __typename\n      ... on FinishAdminKeyRotationSuccess { adminKey { id name } }\n      ...Failed\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation CancelAdminKeyRotation($input: AdminKeyInput!) {\n    result: cancelAdminKeyRotation(input: $input) {\n      __typename\n      ... on CancelAdminKeyRotationSuccess { adminKey { id name } }\n      ...Failed\n    }\n  }\n"): (typeof documents)["\n  mutation CancelAdminKeyRotation($input: AdminKeyInput!) {\n    result: cancelAdminKeyRotation(input: $input) {\n      __typename\n      ... on CancelAdminKeyRotationSuccess { adminKey { id name } }\n      ...Failed\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RevokeAdminKey($input: AdminKeyInput!) {\n    result: revokeAdminKey(input: $input) {\n      __typename\n      ... on RevokeAdminKeySuccess { adminKey { id name } }\n      ...Failed\n    }\n  }\n"): (typeof documents)["\n  mutation RevokeAdminKey($input: AdminKeyInput!) {\n    result: revokeAdminKey(input: $input) {\n      __typename\n      ... on RevokeAdminKeySuccess { adminKey { id name } }\n      ...Failed\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RevokeAdminKeyLineage($input: AdminKeyInput!) {\n    result: revokeAdminKeyLineage(input: $input) {\n      __typename\n      ... on RevokeAdminKeyLineageSuccess { count }\n      ...Failed\n    }\n  }\n"): (typeof documents)["\n  mutation RevokeAdminKeyLineage($input: AdminKeyInput!) {\n    result: revokeAdminKeyLineage(input: $input) {\n      __typename\n      ... on RevokeAdminKeyLineageSuccess { count }\n      ...Failed\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment AuditEventRow on AuditEvent {\n    id at actionName ip requestId before after position targetId\n    actor { kind name user { email } }\n    target {\n      __typename\n      ... on User { id email }\n      ... on ApiToken { id hint user { email } }\n      ... on AdminKey { id name }\n    }\n  }\n"): (typeof documents)["\n  fragment AuditEventRow on AuditEvent {\n    id at actionName ip requestId before after position targetId\n    actor { kind name user { email } }\n    target {\n      __typename\n      ... on User { id email }\n      ... on ApiToken { id hint user { email } }\n      ... on AdminKey { id name }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query AuditEvents(\n    $filter: AuditFilter, $first: Int, $last: Int, $after: String, $before: String\n  ) {\n    list: auditEvents(first: $first, last: $last, after: $after, before: $before, filter: $filter) {\n      totalCount\n      edges { node { ...AuditEventRow } }\n      pageInfo { hasNextPage startCursor endCursor }\n    }\n  }\n"): (typeof documents)["\n  query AuditEvents(\n    $filter: AuditFilter, $first: Int, $last: Int, $after: String, $before: String\n  ) {\n    list: auditEvents(first: $first, last: $last, after: $after, before: $before, filter: $filter) {\n      totalCount\n      edges { node { ...AuditEventRow } }\n      pageInfo { hasNextPage startCursor endCursor }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Imports {\n    imports {\n      name startedAt finishedAt progressAt isFollowing\n      progress { table written unchanged skipped }\n      notes { table text count examples }\n    }\n  }\n"): (typeof documents)["\n  query Imports {\n    imports {\n      name startedAt finishedAt progressAt isFollowing\n      progress { table written unchanged skipped }\n      notes { table text count examples }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment LineageKey on ApiToken { id hint generation status createdAt retiresAt revokedAt }\n"): (typeof documents)["\n  fragment LineageKey on ApiToken { id hint generation status createdAt retiresAt revokedAt }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment KeyDetail on ApiToken {\n    ...LineageKey\n    databaseId name scopes isImported rateLimit lastUsedAt lastUsedIp expiresAt\n    user { id email role isActive }\n    usage { totalRequests requestsToday firstUsedAt }\n    replaces { ...LineageKey replaces { ...LineageKey replaces { ...LineageKey replaces { id } } } }\n    replacedBy {\n      ...LineageKey replacedBy { ...LineageKey replacedBy { ...LineageKey replacedBy { id } } }\n    }\n  }\n"): (typeof documents)["\n  fragment KeyDetail on ApiToken {\n    ...LineageKey\n    databaseId name scopes isImported rateLimit lastUsedAt lastUsedIp expiresAt\n    user { id email role isActive }\n    usage { totalRequests requestsToday firstUsedAt }\n    replaces { ...LineageKey replaces { ...LineageKey replaces { ...LineageKey replaces { id } } } }\n    replacedBy {\n      ...LineageKey replacedBy { ...LineageKey replacedBy { ...LineageKey replacedBy { id } } }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query KeyDetail($id: ID!) {\n    list: apiTokens(first: 1, filter: { id: { eq: $id } }) { nodes { ...KeyDetail } }\n  }\n"): (typeof documents)["\n  query KeyDetail($id: ID!) {\n    list: apiTokens(first: 1, filter: { id: { eq: $id } }) { nodes { ...KeyDetail } }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query OwnKeyDetail($id: ID!) {\n    viewer {\n      user { list: apiTokens(first: 1, filter: { id: { eq: $id } }) { nodes { ...KeyDetail } } }\n    }\n  }\n"): (typeof documents)["\n  query OwnKeyDetail($id: ID!) {\n    viewer {\n      user { list: apiTokens(first: 1, filter: { id: { eq: $id } }) { nodes { ...KeyDetail } } }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation MintKey($input: MintTokenInput!) {\n    result: mintToken(input: $input) {\n      __typename\n      ... on MintTokenSuccess { secret token { id hint } }\n      ...Failed\n    }\n  }\n"): (typeof documents)["\n  mutation MintKey($input: MintTokenInput!) {\n    result: mintToken(input: $input) {\n      __typename\n      ... on MintTokenSuccess { secret token { id hint } }\n      ...Failed\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation UpdateKey($input: UpdateTokenInput!) {\n    result: updateToken(input: $input) {\n      __typename\n      ... on UpdateTokenSuccess { token { id hint } }\n      ...Failed\n    }\n  }\n"): (typeof documents)["\n  mutation UpdateKey($input: UpdateTokenInput!) {\n    result: updateToken(input: $input) {\n      __typename\n      ... on UpdateTokenSuccess { token { id hint } }\n      ...Failed\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RotateKey($input: RotateKeyInput!) {\n    result: rotateKey(input: $input) {\n      __typename\n      ... on RotateKeySuccess { secret token { id hint } }\n      ...Failed\n    }\n  }\n"): (typeof documents)["\n  mutation RotateKey($input: RotateKeyInput!) {\n    result: rotateKey(input: $input) {\n      __typename\n      ... on RotateKeySuccess { secret token { id hint } }\n      ...Failed\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation FinishRotation($input: FinishRotationInput!) {\n    result: finishRotation(input: $input) {\n      __typename\n      ... on FinishRotationSuccess { token { id hint } }\n      ...Failed\n    }\n  }\n"): (typeof documents)["\n  mutation FinishRotation($input: FinishRotationInput!) {\n    result: finishRotation(input: $input) {\n      __typename\n      ... on FinishRotationSuccess { token { id hint } }\n      ...Failed\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation CancelRotation($input: CancelRotationInput!) {\n    result: cancelRotation(input: $input) {\n      __typename\n      ... on CancelRotationSuccess { token { id hint } }\n      ...Failed\n    }\n  }\n"): (typeof documents)["\n  mutation CancelRotation($input: CancelRotationInput!) {\n    result: cancelRotation(input: $input) {\n      __typename\n      ... on CancelRotationSuccess { token { id hint } }\n      ...Failed\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RevokeKey($input: RevokeTokenInput!) {\n    result: revokeToken(input: $input) {\n      __typename\n      ... on RevokeTokenSuccess { token { id hint } }\n      ...Failed\n    }\n  }\n"): (typeof documents)["\n  mutation RevokeKey($input: RevokeTokenInput!) {\n    result: revokeToken(input: $input) {\n      __typename\n      ... on RevokeTokenSuccess { token { id hint } }\n      ...Failed\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RevokeLineage($input: RevokeLineageInput!) {\n    result: revokeLineage(input: $input) {\n      __typename\n      ... on RevokeLineageSuccess { count }\n      ...Failed\n    }\n  }\n"): (typeof documents)["\n  mutation RevokeLineage($input: RevokeLineageInput!) {\n    result: revokeLineage(input: $input) {\n      __typename\n      ... on RevokeLineageSuccess { count }\n      ...Failed\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment KeyUsageDays on ApiToken { id usage { daily(range: $range) { ...DayOfUsage } } }\n"): (typeof documents)["\n  fragment KeyUsageDays on ApiToken { id usage { daily(range: $range) { ...DayOfUsage } } }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query KeyUsage($id: ID!, $range: DateRange!) {\n    list: apiTokens(first: 1, filter: { id: { eq: $id } }) { nodes { ...KeyUsageDays } }\n  }\n"): (typeof documents)["\n  query KeyUsage($id: ID!, $range: DateRange!) {\n    list: apiTokens(first: 1, filter: { id: { eq: $id } }) { nodes { ...KeyUsageDays } }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query OwnKeyUsage($id: ID!, $range: DateRange!) {\n    viewer {\n      user { list: apiTokens(first: 1, filter: { id: { eq: $id } }) { nodes { ...KeyUsageDays } } }\n    }\n  }\n"): (typeof documents)["\n  query OwnKeyUsage($id: ID!, $range: DateRange!) {\n    viewer {\n      user { list: apiTokens(first: 1, filter: { id: { eq: $id } }) { nodes { ...KeyUsageDays } } }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query VerifyKey($token: String!) {\n    verifyToken(token: $token) {\n      valid isAdmin\n      checks { check verdict }\n      token { id hint user { email } }\n    }\n  }\n"): (typeof documents)["\n  query VerifyKey($token: String!) {\n    verifyToken(token: $token) {\n      valid isAdmin\n      checks { check verdict }\n      token { id hint user { email } }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query VerifyKeyScope($token: String!, $scope: TokenScope!) {\n    verifyToken(token: $token, scope: $scope) {\n      valid isAdmin\n      checks { check verdict }\n      token { id hint user { email } }\n    }\n  }\n"): (typeof documents)["\n  query VerifyKeyScope($token: String!, $scope: TokenScope!) {\n    verifyToken(token: $token, scope: $scope) {\n      valid isAdmin\n      checks { check verdict }\n      token { id hint user { email } }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment KeyRow on ApiToken {\n    id hint name scopes status createdAt lastUsedAt expiresAt generation\n    user { id email }\n  }\n"): (typeof documents)["\n  fragment KeyRow on ApiToken {\n    id hint name scopes status createdAt lastUsedAt expiresAt generation\n    user { id email }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Keys(\n    $filter: ApiTokenFilter, $orderBy: ApiTokenOrder\n    $first: Int, $last: Int, $after: String, $before: String\n  ) {\n    list: apiTokens(\n      first: $first, last: $last, after: $after, before: $before\n      filter: $filter, orderBy: $orderBy\n    ) {\n      totalCount\n      edges { node { ...KeyRow } }\n      pageInfo { hasNextPage startCursor endCursor }\n    }\n  }\n"): (typeof documents)["\n  query Keys(\n    $filter: ApiTokenFilter, $orderBy: ApiTokenOrder\n    $first: Int, $last: Int, $after: String, $before: String\n  ) {\n    list: apiTokens(\n      first: $first, last: $last, after: $after, before: $before\n      filter: $filter, orderBy: $orderBy\n    ) {\n      totalCount\n      edges { node { ...KeyRow } }\n      pageInfo { hasNextPage startCursor endCursor }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment MeetingDetail on Meeting {\n    nativeMeetingId databaseId platformName statusName createdAt startTime endTime\n    user { email }\n    transitions { from to at source reason }\n    telematics {\n      outcome { fault reason stage }\n      performance { ...Performance }\n      transcription { ...Transcription }\n      missing { metric reason }\n      speakers { ...Speaker }\n      languages { language seconds share }\n    }\n  }\n"): (typeof documents)["\n  fragment MeetingDetail on Meeting {\n    nativeMeetingId databaseId platformName statusName createdAt startTime endTime\n    user { email }\n    transitions { from to at source reason }\n    telematics {\n      outcome { fault reason stage }\n      performance { ...Performance }\n      transcription { ...Transcription }\n      missing { metric reason }\n      speakers { ...Speaker }\n      languages { language seconds share }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query MeetingTelematics($id: ID!) {\n    list: meetings(first: 1, filter: { id: { eq: $id } }) { nodes { ...MeetingDetail } }\n  }\n"): (typeof documents)["\n  query MeetingTelematics($id: ID!) {\n    list: meetings(first: 1, filter: { id: { eq: $id } }) { nodes { ...MeetingDetail } }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query OwnMeetingTelematics($id: ID!) {\n    viewer {\n      user { list: meetings(first: 1, filter: { id: { eq: $id } }) { nodes { ...MeetingDetail } } }\n    }\n  }\n"): (typeof documents)["\n  query OwnMeetingTelematics($id: ID!) {\n    viewer {\n      user { list: meetings(first: 1, filter: { id: { eq: $id } }) { nodes { ...MeetingDetail } } }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment MeetingRow on Meeting {\n    id databaseId nativeMeetingId platformName statusName completionReason createdAt startTime endTime\n    user { id email }\n  }\n"): (typeof documents)["\n  fragment MeetingRow on Meeting {\n    id databaseId nativeMeetingId platformName statusName completionReason createdAt startTime endTime\n    user { id email }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Meetings(\n    $filter: MeetingFilter, $first: Int, $last: Int, $after: String, $before: String\n  ) {\n    list: meetings(first: $first, last: $last, after: $after, before: $before, filter: $filter) {\n      totalCount\n      edges { node { ...MeetingRow } }\n      pageInfo { hasNextPage startCursor endCursor }\n    }\n  }\n"): (typeof documents)["\n  query Meetings(\n    $filter: MeetingFilter, $first: Int, $last: Int, $after: String, $before: String\n  ) {\n    list: meetings(first: $first, last: $last, after: $after, before: $before, filter: $filter) {\n      totalCount\n      edges { node { ...MeetingRow } }\n      pageInfo { hasNextPage startCursor endCursor }\n    }\n  }\n"];
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
export function graphql(source: "\n  subscription MeetingChanges { meetingChanged { id } }\n"): (typeof documents)["\n  subscription MeetingChanges { meetingChanged { id } }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription UserMeetingChanges($user: UserBy!) { meetingChanged(user: $user) { id } }\n"): (typeof documents)["\n  subscription UserMeetingChanges($user: UserBy!) { meetingChanged(user: $user) { id } }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment DayOfUsage on UsageDay { day requests isRemoved }\n"): (typeof documents)["\n  fragment DayOfUsage on UsageDay { day requests isRemoved }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query WhoAsks {\n    viewer {\n      access adminKeyName user { id email } token { id } login { subject name }\n      scopes managesKeys mintableScopes maxKeyLifetime setsRequestLimits createsSignInLinks\n    }\n  }\n"): (typeof documents)["\n  query WhoAsks {\n    viewer {\n      access adminKeyName user { id email } token { id } login { subject name }\n      scopes managesKeys mintableScopes maxKeyLifetime setsRequestLimits createsSignInLinks\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment SessionRow on SignInSession {\n    id provider subject createdAt lastUsedAt expiresAt isCurrent\n    user { id email }\n  }\n"): (typeof documents)["\n  fragment SessionRow on SignInSession {\n    id provider subject createdAt lastUsedAt expiresAt isCurrent\n    user { id email }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query SignInSessions { signInSessions { ...SessionRow } }\n"): (typeof documents)["\n  query SignInSessions { signInSessions { ...SessionRow } }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query UserSessions($id: ID!) { user(by: { id: $id }) { id sessions { ...SessionRow } } }\n"): (typeof documents)["\n  query UserSessions($id: ID!) { user(by: { id: $id }) { id sessions { ...SessionRow } } }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation EndSignInSessions($input: EndSignInSessionsInput!) {\n    result: endSignInSessions(input: $input) {\n      __typename\n      ... on EndSignInSessionsSuccess { count }\n      ...Failed\n    }\n  }\n"): (typeof documents)["\n  mutation EndSignInSessions($input: EndSignInSessionsInput!) {\n    result: endSignInSessions(input: $input) {\n      __typename\n      ... on EndSignInSessionsSuccess { count }\n      ...Failed\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Settings {\n    settings { name description default isSet isSecret value }\n  }\n"): (typeof documents)["\n  query Settings {\n    settings { name description default isSet isSecret value }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment UserDetail on User {\n    id databaseId email name role isActive maxConcurrentBots createdAt updatedAt\n    stats: meetingStats { totalMeetings activeMeetings }\n    usage { totalRequests requestsToday lastUsedAt lastUsedIp }\n  }\n"): (typeof documents)["\n  fragment UserDetail on User {\n    id databaseId email name role isActive maxConcurrentBots createdAt updatedAt\n    stats: meetingStats { totalMeetings activeMeetings }\n    usage { totalRequests requestsToday lastUsedAt lastUsedIp }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query UserDetail($id: ID!) {\n    list: users(first: 1, filter: { id: { eq: $id } }) { nodes { ...UserDetail } }\n  }\n"): (typeof documents)["\n  query UserDetail($id: ID!) {\n    list: users(first: 1, filter: { id: { eq: $id } }) { nodes { ...UserDetail } }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation CreateUser($input: CreateUserInput!) {\n    result: createUser(input: $input) {\n      __typename\n      ... on CreateUserSuccess { created user { id email } }\n      ...Failed\n    }\n  }\n"): (typeof documents)["\n  mutation CreateUser($input: CreateUserInput!) {\n    result: createUser(input: $input) {\n      __typename\n      ... on CreateUserSuccess { created user { id email } }\n      ...Failed\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation UpdateUser($input: UpdateUserInput!) {\n    result: updateUser(input: $input) {\n      __typename\n      ... on UpdateUserSuccess {\n        user { id email name role isActive maxConcurrentBots }\n        endedAdminKeys { id name }\n        remainingAccess { adminCount keyCount webhookCount }\n      }\n      ...Failed\n    }\n  }\n"): (typeof documents)["\n  mutation UpdateUser($input: UpdateUserInput!) {\n    result: updateUser(input: $input) {\n      __typename\n      ... on UpdateUserSuccess {\n        user { id email name role isActive maxConcurrentBots }\n        endedAdminKeys { id name }\n        remainingAccess { adminCount keyCount webhookCount }\n      }\n      ...Failed\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation DeleteUser($input: DeleteUserInput!) {\n    result: deleteUser(input: $input) {\n      __typename\n      ... on DeleteUserSuccess {\n        deletedUserId\n        endedAdminKeys { id name }\n        remainingAccess { adminCount keyCount webhookCount }\n      }\n      ...Failed\n    }\n  }\n"): (typeof documents)["\n  mutation DeleteUser($input: DeleteUserInput!) {\n    result: deleteUser(input: $input) {\n      __typename\n      ... on DeleteUserSuccess {\n        deletedUserId\n        endedAdminKeys { id name }\n        remainingAccess { adminCount keyCount webhookCount }\n      }\n      ...Failed\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RevokeAllKeys($input: RevokeAllTokensInput!) {\n    result: revokeAllTokens(input: $input) {\n      __typename\n      ... on RevokeAllTokensSuccess { count }\n      ...Failed\n    }\n  }\n"): (typeof documents)["\n  mutation RevokeAllKeys($input: RevokeAllTokensInput!) {\n    result: revokeAllTokens(input: $input) {\n      __typename\n      ... on RevokeAllTokensSuccess { count }\n      ...Failed\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SetWebhook($input: SetWebhookInput!) {\n    result: setWebhook(input: $input) {\n      __typename\n      ... on SetWebhookSuccess { user { id } }\n      ...Failed\n    }\n  }\n"): (typeof documents)["\n  mutation SetWebhook($input: SetWebhookInput!) {\n    result: setWebhook(input: $input) {\n      __typename\n      ... on SetWebhookSuccess { user { id } }\n      ...Failed\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RemoveWebhook($input: RemoveWebhookInput!) {\n    result: removeWebhook(input: $input) {\n      __typename\n      ... on RemoveWebhookSuccess { user { id } }\n      ...Failed\n    }\n  }\n"): (typeof documents)["\n  mutation RemoveWebhook($input: RemoveWebhookInput!) {\n    result: removeWebhook(input: $input) {\n      __typename\n      ... on RemoveWebhookSuccess { user { id } }\n      ...Failed\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation CreateSignInLink($input: CreateSignInLinkInput!) {\n    result: createSignInLink(input: $input) {\n      __typename\n      ... on CreateSignInLinkSuccess { url expiresAt }\n      ...Failed\n    }\n  }\n"): (typeof documents)["\n  mutation CreateSignInLink($input: CreateSignInLinkInput!) {\n    result: createSignInLink(input: $input) {\n      __typename\n      ... on CreateSignInLinkSuccess { url expiresAt }\n      ...Failed\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query UserUsage($id: ID!, $range: DateRange!) {\n    user(by: { id: $id }) { usage { daily(range: $range) { ...DayOfUsage } } }\n  }\n"): (typeof documents)["\n  query UserUsage($id: ID!, $range: DateRange!) {\n    user(by: { id: $id }) { usage { daily(range: $range) { ...DayOfUsage } } }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query UserWebhook($id: ID!) {\n    user(by: { id: $id }) { id webhook { url hasSecret maskedSecret events { name isWanted } } }\n  }\n"): (typeof documents)["\n  query UserWebhook($id: ID!) {\n    user(by: { id: $id }) { id webhook { url hasSecret maskedSecret events { name isWanted } } }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment UserRow on User {\n    id email name role isActive maxConcurrentBots createdAt\n    inRange: meetingStats(range: $range) {\n      totalMeetings completedMeetings failedMeetings successRate\n    }\n    ever: meetingStats { activeMeetings }\n  }\n"): (typeof documents)["\n  fragment UserRow on User {\n    id email name role isActive maxConcurrentBots createdAt\n    inRange: meetingStats(range: $range) {\n      totalMeetings completedMeetings failedMeetings successRate\n    }\n    ever: meetingStats { activeMeetings }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Users(\n    $range: DateRange!, $filter: UserFilter, $orderBy: UserOrder\n    $first: Int, $last: Int, $after: String, $before: String\n  ) {\n    list: users(\n      first: $first, last: $last, after: $after, before: $before\n      filter: $filter, orderBy: $orderBy\n    ) {\n      totalCount\n      edges { node { ...UserRow } }\n      pageInfo { hasNextPage startCursor endCursor }\n    }\n  }\n"): (typeof documents)["\n  query Users(\n    $range: DateRange!, $filter: UserFilter, $orderBy: UserOrder\n    $first: Int, $last: Int, $after: String, $before: String\n  ) {\n    list: users(\n      first: $first, last: $last, after: $after, before: $before\n      filter: $filter, orderBy: $orderBy\n    ) {\n      totalCount\n      edges { node { ...UserRow } }\n      pageInfo { hasNextPage startCursor endCursor }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment WebhookRow on User {\n    id email isActive\n    webhook { url hasSecret maskedSecret events { name isWanted } }\n  }\n"): (typeof documents)["\n  fragment WebhookRow on User {\n    id email isActive\n    webhook { url hasSecret maskedSecret events { name isWanted } }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Webhooks(\n    $filter: UserFilter, $orderBy: UserOrder\n    $first: Int, $last: Int, $after: String, $before: String\n  ) {\n    list: users(\n      first: $first, last: $last, after: $after, before: $before\n      filter: $filter, orderBy: $orderBy\n    ) {\n      totalCount\n      edges { node { ...WebhookRow } }\n      pageInfo { hasNextPage startCursor endCursor }\n    }\n  }\n"): (typeof documents)["\n  query Webhooks(\n    $filter: UserFilter, $orderBy: UserOrder\n    $first: Int, $last: Int, $after: String, $before: String\n  ) {\n    list: users(\n      first: $first, last: $last, after: $after, before: $before\n      filter: $filter, orderBy: $orderBy\n    ) {\n      totalCount\n      edges { node { ...WebhookRow } }\n      pageInfo { hasNextPage startCursor endCursor }\n    }\n  }\n"];

export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}

export type DocumentType<TDocumentNode extends DocumentNode<any, any>> = TDocumentNode extends DocumentNode<  infer TType,  any>  ? TType  : never;