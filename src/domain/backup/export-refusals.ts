import { StartError } from '../../core/start-error.ts';

// Why an export of the audit log is not used: each names the file, where it can the line, and what to do.

/** A line of the file that is being read. */
export type ExportLine = { readonly file: string; readonly line: number };

export function notAnExport({ file, line }: ExportLine): StartError {
  return new StartError(
    `${file} is not an export of the audit log, or it is damaged, in line ${line}: use a file that \`latchkey audit export\` wrote.`,
  );
}

export function isEmpty(file: string): StartError {
  return new StartError(
    `${file} is empty: it does not say what happened after the backup. Use a file that \`latchkey audit export\` wrote of this installation, or restore without --audit-export.`,
  );
}

export function endsBefore(file: string, line: number, end: number): StartError {
  return new StartError(
    `${file} does not contain the end of the backup's audit log, event ${end}: its last line, ${line}, is before it, so it is older than the backup or of another installation. Use an export of this installation that is later than the backup, or restore without --audit-export.`,
  );
}

export function beginsAfter(file: string, begin: number, end: number): StartError {
  return new StartError(
    `${file} begins in line 1 with event ${begin}, after the end of the backup's audit log (${end}): export from event ${end} or earlier. If those events were dropped (AUDIT_RETENTION_DAYS), use a later backup, or put the parts of earlier exports before this one.`,
  );
}

export function withGaps({ file, line }: ExportLine, first: number): StartError {
  return new StartError(
    `${file} lacks events of the audit log, from event ${first} on, found in line ${line}: export it again, or put all parts of it together in their order.`,
  );
}

export function dropped({ file, line }: ExportLine, position: number): StartError {
  return new StartError(
    `${file} lacks events that happened after the backup, from event ${position} on: line ${line} says that they were dropped (AUDIT_RETENTION_DAYS), and a key could have been revoked there. Use a later backup, or put the parts of earlier exports before this one.`,
  );
}

export function notInOrder({ file, line }: ExportLine): StartError {
  return new StartError(
    `${file} repeats events of the audit log or has them out of order, in line ${line}: put the parts of an export together in their order.`,
  );
}

export function ofAnotherLog({ file, line }: ExportLine): StartError {
  return new StartError(
    `${file} does not continue the audit log of this backup, in line ${line}: it is of another installation, or it was altered. Use the unaltered export of this installation.`,
  );
}

export function altered({ file, line }: ExportLine, position: number): StartError {
  return new StartError(
    `${file} was altered in line ${line}, or is of another installation: the hash of event ${position} is not that of its content. Use the export of this installation as \`latchkey audit export\` wrote it. If \`latchkey audit verify\` reports that event as well, use an export that begins after it (--after), or restore without --audit-export.`,
  );
}
