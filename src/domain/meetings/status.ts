import sql, { join, raw, type Sql } from 'sql-template-tag';

type StatusRule = {
  /** Whether the bot holds one of its user's slots: until it is told to stop. */
  readonly holdsSlot: boolean;
  /** What the meeting may become. It is over where this is empty. */
  readonly next: readonly string[];
};

/**
 * The statuses that bots are known to report, in order, and all rules about them. The database keeps
 * copies: the function `bot_slot`, the trigger for milestones, and the index over running bots. To change
 * a rule, add a migration; `test/recording/status-rules.test.ts` compares them with this table.
 */
const RULES = {
  requested: { holdsSlot: true, next: ['joining', 'stopping', 'completed', 'failed'] },
  joining: {
    holdsSlot: true,
    next: ['awaiting_admission', 'active', 'needs_human_help', 'stopping', 'completed', 'failed'],
  },
  awaiting_admission: {
    holdsSlot: true,
    next: ['active', 'needs_human_help', 'stopping', 'completed', 'failed'],
  },
  active: { holdsSlot: true, next: ['stopping', 'completed', 'failed'] },
  needs_human_help: { holdsSlot: true, next: ['active', 'stopping', 'completed', 'failed'] },
  stopping: { holdsSlot: false, next: ['completed', 'failed'] },
  completed: { holdsSlot: false, next: [] },
  failed: { holdsSlot: false, next: [] },
} as const satisfies Readonly<Record<string, StatusRule>>;

type KnownStatus = keyof typeof RULES;

export const STATUSES = Object.keys(RULES) as readonly KnownStatus[];

/** The rule of a status; null for one that is not known, about which nothing is certain. */
function ruleOf(status: string): StatusRule | null {
  return Object.hasOwn(RULES, status) ? RULES[status as KnownStatus] : null;
}

/** What a meeting in this status may become; null means anything. */
export function nextOf(status: string): readonly string[] | null {
  return ruleOf(status)?.next ?? null;
}

export function isFinal(status: string): boolean {
  return ruleOf(status)?.next.length === 0;
}

export function holdsSlot(status: string): boolean {
  return ruleOf(status)?.holdsSlot === true;
}

/** `isFinal` in SQL. @param status an expression that is not null */
export function isFinalSql(status: Sql): Sql {
  return sql`${status} in (${FINAL})`;
}

/** `holdsSlot` in SQL, as the index over running bots has it. */
export function holdsSlotSql(status: Sql): Sql {
  return sql`${status} in (${HOLDING_SLOT})`;
}

/**
 * Whether it may still become something: what is not known counts as over. An index finds these, which it
 * would not for `not isFinalSql`.
 */
export function isOpenSql(status: Sql): Sql {
  return sql`${status} in (${OPEN})`;
}

/** Constants in the text of a statement, not parameters: PostgreSQL compares them with its indexes. */
function listOf(matches: (status: KnownStatus) => boolean): Sql {
  return join(STATUSES.filter(matches).map((status) => raw(`'${status}'`)));
}

const FINAL = listOf(isFinal);
const HOLDING_SLOT = listOf(holdsSlot);
const OPEN = listOf((status) => !isFinal(status));
