// What is written, each with its entry in the peers' audit log, by one statement and so in one
// transaction. `bench/peers.ts` makes the table of the log.

function audited(action, type) {
  return `insert into peer_audit_events (actor_kind, action, target_type, target_id, after)
    select 'admin', '${action}', '${type}', id, to_jsonb(written) - 'digest' from written`;
}

/** Of an e-mail address. */
export const CREATE_USER = `with written as (
    insert into users (email) values ($1) returning id, email, created_at
  ), noted as (${audited('user.create', 'User')})
  select id, id as "databaseId", email, created_at as "createdAt" from written`;

/** Of a user's id, a digest, a hint and scopes. */
export const MINT_TOKEN = `with written as (
    insert into api_tokens (user_id, digest, hint, scopes) values ($1, $2, $3, $4) returning id, user_id, hint, scopes
  ), noted as (${audited('token.mint', 'ApiToken')})
  select id, id as "databaseId", hint from written`;
