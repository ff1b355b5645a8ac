type Explained = { readonly of: RegExp; readonly why: string };

/** Where a statement and its row type differ, and why that is right. */
export const EXPLAINED: readonly Explained[] = [
  {
    of: / scopes$/,
    why: 'Arrays of Prisma have no NOT NULL in the table; every statement that writes keys gives scopes.',
  },
  {
    of: /^domain\/(?:audit\/(?:walk|drop-refusals|drop-events|dropped-prefix|sound-beginning)|erasure\/sealed-events)\.ts \w+ (?:position|previous|hash|keyId)$/,
    why: 'The statement reads sealed events alone.',
  },
  {
    of: /^domain\/retention\/runs\.ts (?:beginRun|claimRun|endRun) before$/,
    why: 'A run that has begun has a date.',
  },
  {
    of: /^domain\/ingest\/known-meetings\.ts loadKnownMeetings nativeMeetingId$/,
    why: 'It is joined by that column.',
  },
  {
    of: /^domain\/ingest\/apply-reports\.ts lockStates size$/,
    why: 'A null without a type, in place of what is read later.',
  },
  {
    of: /^security\/keys\/lineage\.ts loadSuccessors replacesId$/,
    why: 'It is joined by that column.',
  },
  {
    of: /^data\/paging\/list\.ts readPage data$/,
    why: 'A page has the columns that were asked for; the compiler checks their names.',
  },
];

/**
 * Where generic code runs a statement after a wait: for which type of row is not on the stack any more.
 * The compiler checks the names of the columns of pages and combined statements.
 */
export const UNRESOLVED: readonly string[] = [
  'data/coalescing/shared-read.ts',
  'security/authentication/user-key.ts',
];

/** Functions whose statements the scenario does not run. */
export const NOT_RUN: readonly string[] = [
  // Its columns are named by the figures; `test/analytics` reads each.
  'domain/analytics/series.ts readSums',
  'cli/demo/fill.ts isThere',
  'cli/installation/pepper.ts checkPepper',
  'cli/demo/rows.ts insertDemoMeetings',
  'data/migrations/migrate.ts pendingMigrations',
  'data/paging/list.ts countEach',
  'domain/api-keys/lineage.ts checkMayLiveOn',
  'domain/api-keys/update.ts checkAsItIs',
  'domain/audit/resume.ts resumeAuditLog',
  'domain/audit/verify.ts isInAuditLog',
  'domain/backup/peppers.ts neededPeppers',
  'domain/backup/record.ts placeHolds',
  'domain/backup/schedule.ts readTime',
  'domain/ingest/stored-sizes.ts findLarge',
  'domain/ingest/stored-sizes.ts readSizes',
  'domain/ingest/supersede.ts readLastReports',
  'domain/telematics/transcript-service.ts readTranscripts',
  'domain/usage/service.ts loadUsageDays',
  'domain/accounts/account.ts renewKey',
  // They need events and meetings that are old; `test/retention` reads each of their columns.
  'domain/audit/drop-events.ts linkOf',
  'domain/audit/sound-beginning.ts droppedRefusals',
  'domain/audit/verify.ts unlinked',
  'domain/ingest/transcripts.ts whyNothing',
  'domain/vexa-import/meetings/old-meetings.ts findOld',
  // It needs events that come after an erasure; `test/erasure` reads them.
  'domain/erasure/leftovers.ts findLateEvents',
  // They need a browser in which somebody signs in; `test/sign-in` reads each of their columns.
  'security/sessions/access-token.ts latestOf',
  'security/sessions/link-proof.ts provenByLink',
  'security/sessions/links.ts findLink',
  'security/sessions/links.ts makeLink',
  'security/sessions/list.ts listSignInSessions',
  'security/sessions/list.ts listSessionsOf',
  'security/sessions/list.ts loadSignInSessions',
  'security/sessions/renewal.ts takeLease',
  'security/sessions/renewal.ts tokenOfOther',
  'security/sessions/sessions.ts findSession',
  'domain/accounts/remaining-access.ts findKeys',
  'domain/accounts/remaining-access.ts findUsers',
  'domain/vexa-import/users/addresses.ts freePlusAddress',
  'domain/vexa-import/meetings/meeting-rows.ts updateMeetings',
  'domain/vexa-import/stage/owners.ts ownersByNumber',
  'domain/vexa-import/stage/progress.ts findSource',
  'domain/vexa-import/meetings/former-meetings.ts findFormer',
  'domain/vexa-import/users/same-persons.ts requireSamePersons',
  'domain/vexa-import/take-changes.ts startsOf',
  'domain/vexa-import/tokens/token-rows.ts findOwnersOfNewTexts',
  'domain/vexa-import/tokens/token-rows.ts findWider',
  'domain/vexa-import/users/user-configs.ts replaceConfigs',
  'domain/vexa-import/users/user-secrets.ts replaceSecrets',
  'security/audit/mark.ts isUnmarked',
  'security/audit/seal.ts endOf',
  'security/authentication/known-keys.ts knownKeys',
  'security/authentication/user-key.ts tokenVerifier',
  'data/migrations/expected-objects.ts workingObjects',
  'data/migrations/expected-tables.ts missingObjects',
  'security/keys/revoke-lost.ts revokeKeysOfLostPeppers',
  'security/keys/lost-peppers.ts countByPepper',
  'security/keys/rotate.ts rotate',
  'security/limits/limiter.ts answerOf',
  'security/vault/data-keys.ts isVaultLost',
];
