import sql, { type Sql } from 'sql-template-tag';
import { exactId } from '../../core/input/integer.ts';
import { type Comparables, filterSql } from './filter-sql.ts';
import { GROUP_KIND } from './group-kind.ts';
import { parseFilter } from './scim/filter.ts';
import { idComparable } from './user-filter.ts';

const members = {
  kind: 'ONE_OF',
  has: (text: string) => sql`exists (select from provisioned_members m
    where m.group_id = g.id and m.user_id = ${exactId(text) ?? 0n}::bigint)`,
  any: sql`exists (select from provisioned_members m where m.group_id = g.id)`,
} as const;

const COMPARABLES: Comparables = {
  urn: GROUP_KIND.urn,
  attributes: {
    id: idComparable(sql`g.id`),
    externalid: { kind: 'TEXT', column: sql`g.external_id` },
    displayname: {
      kind: 'TEXT',
      column: sql`g.display_name_folded`,
      fold: (text) => sql`folded_text(${text})`,
    },
    members,
    'members.value': members,
    'meta.created': { kind: 'TIME', column: sql`g.created_at` },
    'meta.lastmodified': { kind: 'TIME', column: sql`g.updated_at` },
  },
  excluded: ['members.display', 'members.type', 'members.$ref'],
};

/** @throws ScimError */
export function groupFilterSql(filter: string | undefined): Sql {
  return filter === undefined ? sql`true` : filterSql(COMPARABLES, parseFilter(filter));
}
