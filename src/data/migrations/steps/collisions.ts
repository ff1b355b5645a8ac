import type pg from 'pg';
import { StartError } from '../../../core/start-error.ts';
import type { Rewrite } from './fold-users.ts';

type Collision = { readonly users: string; readonly total: number };

const MOST_LISTED = 50;

/**
 * Several users with one address could each be the one that is meant: only the operator can tell.
 * @param rewrites addresses as they are about to be
 * @throws StartError that lists them, and says what to do
 */
export async function refuseCollisions(
  client: pg.Client,
  rewrites: readonly Rewrite[],
): Promise<void> {
  const { rows } = await client.query<Collision>(
    `with rewritten as (select * from json_to_recordset($1::json) as x(id bigint, email text)),
     named as (
       select u.id, u.email, coalesce(folded_address(r.email), u.email_folded) as folded
       from users u left join rewritten r on r.id = u.id where u.deleted_at is null)
     select string_agg(format('%s (%s)', id, email), ', ' order by id) as users,
       count(*) over ()::int as total
     from named group by folded having count(*) > 1 order by min(id) limit ${MOST_LISTED}`,
    [JSON.stringify(rewrites)],
  );
  const [first] = rows;
  if (first === undefined) return;
  const lines = rows.map(({ users }) => `  users ${users}`);
  const rest = first.total - rows.length;
  throw new StartError(
    [
      `${first.total} e-mail addresses belong to several users each, because upper and lower case, Unicode forms of a letter and forms of a domain now count as the same:`,
      ...lines,
      ...(rest > 0 ? [`  and ${rest} more`] : []),
      'No address was changed. Leave the address to one user of each line: give the others another one or delete them, with the previous version (`updateUser`, `deleteUser`) or in SQL (`update users set email = … where id = …`), and start again.',
    ].join('\n'),
  );
}
