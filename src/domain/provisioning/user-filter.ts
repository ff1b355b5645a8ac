import sql, { type Sql } from 'sql-template-tag';
import { normalAddress } from '../../core/input/email-address.ts';
import { exactId } from '../../core/input/integer.ts';
import { type Comparables, filterSql } from './filter-sql.ts';
import { parseFilter } from './scim/filter.ts';
import { USER_KIND } from './user-kind.ts';

/** Addresses are the same here as everywhere in the service. */
const foldedAddress = (text: string) => sql`folded_address(${normalAddress(text)})`;
const foldedText = (text: string) => sql`folded_text(${text})`;

export function idComparable(id: Sql) {
  return {
    kind: 'TEXT',
    column: sql`${id}::text`,
    equals: (text: string) => sql`${id} = ${exactId(text) ?? 0n}::bigint`,
  } as const;
}

/** What a provider calls the user, or else the address. By these two indexes, and not by all rows. */
const userNamed = (text: string) => sql`u.id in (
  select n.user_id from provisioned_users n where n.user_name_folded = ${foldedAddress(text)}
  union all select a.id from users a where a.email_folded = ${foldedAddress(text)} and a.deleted_at is null
    and not exists (select from provisioned_users o where o.user_id = a.id))`;

const address = {
  kind: 'TEXT',
  column: sql`u.email_folded`,
  fold: foldedAddress,
} as const;

const COMPARABLES: Comparables = {
  urn: USER_KIND.urn,
  attributes: {
    id: idComparable(sql`u.id`),
    externalid: {
      kind: 'TEXT',
      column: sql`p.external_id`,
      equals: (text) => sql`u.id in (
        select n.user_id from provisioned_users n where n.external_id = ${text})`,
    },
    username: {
      kind: 'TEXT',
      column: sql`coalesce(p.user_name_folded, u.email_folded)`,
      fold: foldedAddress,
      equals: userNamed,
    },
    displayname: { kind: 'TEXT', column: sql`nullif(u.name_folded, '')`, fold: foldedText },
    'name.givenname': { kind: 'TEXT', column: sql`folded_text(p.given_name)`, fold: foldedText },
    'name.familyname': { kind: 'TEXT', column: sql`folded_text(p.family_name)`, fold: foldedText },
    active: { kind: 'FLAG', column: sql`u.is_active` },
    emails: address,
    'emails.value': address,
    'emails.type': { kind: 'TEXT', column: sql`'work'::text`, fold: foldedText },
    'emails.primary': { kind: 'FLAG', column: sql`true` },
    'meta.created': { kind: 'TIME', column: sql`u.created_at` },
    'meta.lastmodified': { kind: 'TIME', column: sql`u.updated_at` },
  },
  excluded: [
    ...['name', 'name.formatted'],
    ...['groups', 'groups.value', 'groups.display', 'groups.type', 'groups.$ref'],
  ],
};

/** @throws ScimError */
export function userFilterSql(filter: string | undefined): Sql {
  return filter === undefined ? sql`true` : filterSql(COMPARABLES, parseFilter(filter));
}
