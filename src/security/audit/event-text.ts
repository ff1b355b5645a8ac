import sql from 'sql-template-tag';

/** An event as it is hashed: everything that it says, in texts that PostgreSQL always writes alike. */
export type EventRow = {
  readonly id: bigint;
  readonly at: Date;
  readonly actorKind: string;
  readonly actorId: bigint | null;
  readonly actorName: string | null;
  readonly actorUserId: bigint | null;
  readonly action: string;
  readonly targetType: string | null;
  readonly targetId: bigint | null;
  readonly ip: string | null;
  readonly requestId: string | null;
  readonly before: string | null;
  readonly after: string | null;
  /** Null for what was written before events were signed. */
  readonly writer: string | null;
  readonly number: bigint | null;
  readonly part: number | null;
  readonly parts: number | null;
  readonly mac: Uint8Array | null;
};

export const eventColumns = sql`e.id, e.at, e.actor_kind as "actorKind", e.actor_id as "actorId",
  e.actor_name as "actorName", e.actor_user_id as "actorUserId", e.action, e.target_type as "targetType",
  e.target_id as "targetId", e.ip, e.request_id as "requestId", e.before::text as before, e.after::text as after,
  e.writer::text as writer, e.number, e.part, e.parts, e.mac`;

type Link = { readonly position: bigint; readonly previous: Uint8Array };

/** The text under the hash. One list, so that no two events can ever read alike. */
export function textOf(event: EventRow & Link): string {
  return JSON.stringify([
    String(event.position),
    Buffer.from(event.previous).toString('hex'),
    String(event.id),
    timeOf(event.at),
    event.actorKind,
    numberOf(event.actorId),
    event.actorName,
    numberOf(event.actorUserId),
    event.action,
    event.targetType,
    numberOf(event.targetId),
    event.ip,
    event.requestId,
    event.before,
    event.after,
    // Of what was written before events were signed, the hash is over the above alone.
    ...(event.writer === null ? [] : signatureOf(event)),
  ]);
}

function signatureOf({ writer, number, part, parts, mac }: EventRow): readonly unknown[] {
  return [writer, numberOf(number), part, parts, mac && Buffer.from(mac).toString('hex')];
}

/** A time that JavaScript does not know cannot come from here; it must not stop those who check. */
function timeOf(at: Date): string {
  return at instanceof Date && !Number.isNaN(at.getTime()) ? at.toISOString() : String(at);
}

function numberOf(id: bigint | null): string | null {
  return id === null ? null : String(id);
}
