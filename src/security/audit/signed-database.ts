import { randomUUID } from 'node:crypto';
import type { Sql } from 'sql-template-tag';
import type { PlainDatabase, Rows } from '../../data/database.ts';
import { isUndone } from '../../data/errors.ts';
import type { Vault } from '../vault/data-keys.ts';
import { signedStatement, writesEvents } from './signature.ts';
import { type StatementLog, type StatementOutcome, statementLog } from './statement-log.ts';

/** This process, as a writer of events. */
export type EventWriter = {
  readonly id: string;
  readonly statements: StatementLog;
  /** Called once, before anything is written. */
  readonly open: (vault: Vault) => void;
  readonly sign: (statement: Sql, number: number) => Sql;
};

export function eventWriter(): EventWriter {
  const id = randomUUID();
  let opened: Vault | null = null;
  return {
    id,
    statements: statementLog(),
    open: (vault) => {
      opened = vault;
    },
    sign: (statement, number) => {
      if (opened === null) throw new Error('an event was written before the data key was open');
      return signedStatement(statement, opened, { writer: id, number });
    },
  };
}

/** A database whose statements sign the events that they write. The others are sent as they are. */
export function signedDatabase<Database extends PlainDatabase>(
  database: Database,
  writer: EventWriter,
): Database {
  const { statements } = writer;
  return {
    ...database,
    rows: signedRows(database.rows, writer, statements.end),
    transaction: async (work, mode) => {
      // What became of its statements is known with the end of the transaction alone.
      const wrote = new Set<number>();
      const note = (number: number, outcome: StatementOutcome) => {
        if (outcome === 'WRITTEN') wrote.add(number);
        else statements.end(number, outcome);
      };
      let isToCommit = false;
      const endAll = (outcome: StatementOutcome) => {
        for (const number of wrote) statements.end(number, outcome);
      };
      try {
        const result = await database.transaction(async (rows, prisma) => {
          const done = await work(signedRows(rows, writer, note), prisma);
          isToCommit = true;
          return done;
        }, mode);
        endAll('WRITTEN');
        return result;
      } catch (error) {
        endAll(isToCommit ? 'UNKNOWN' : 'NOTHING');
        throw error;
      }
    },
  };
}

function signedRows(rows: Rows, { statements, sign }: EventWriter, end: StatementLog['end']): Rows {
  const sendSigned = async <Row>(statement: Sql): Promise<Row[]> => {
    const number = statements.begin();
    try {
      const found = await rows<Row>(sign(statement, number));
      end(number, found.some(leftEvent) ? 'WRITTEN' : 'NOTHING');
      return found;
    } catch (error) {
      end(number, isUndone(error) ? 'NOTHING' : 'UNKNOWN');
      throw error;
    }
  };
  return (statement) => (writesEvents(statement) ? sendSigned(statement) : rows(statement));
}

/** A row that is returned stands for an event, unless it says that it has none. */
function leftEvent(row: unknown): boolean {
  return (row as { readonly hasEvent?: unknown }).hasEvent !== false;
}
