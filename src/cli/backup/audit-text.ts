import type { AuditVerdict } from '../../domain/audit/verify.ts';

export function auditText({ events, findings, head }: AuditVerdict): string {
  return findings.length === 0
    ? `The audit log is intact: ${events} events. Its head is ${head.position}:${head.hash}.\n`
    : `The audit log is NOT intact: ${findings.length} findings. Run \`latchkey audit verify\` on the installation that it is of.\n`;
}
