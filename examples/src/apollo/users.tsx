import { useMutation, useQuery, useSubscription } from '@apollo/client/react';
import { useState } from 'react';
import { CREATE_USER, MEETING_CHANGED, USERS } from '../operations.ts';
import { outcomeOf } from '../outcome.ts';

export function Users() {
  const { data, error, fetchMore } = useQuery(USERS, { variables: { first: 10 } });
  const users = data?.users;
  if (error) return <p role="alert">{error.message}</p>;
  if (!users) return <p>Loading …</p>;

  const { endCursor, hasNextPage } = users.pageInfo;
  return (
    <section>
      <h2>{users.totalCount} users</h2>
      <ul aria-label="Users">
        {users.edges.map(({ node }) => (
          <li key={node.id} title={`${node.meetingStats.totalMeetings} meetings`}>
            {node.email}
          </li>
        ))}
      </ul>
      {hasNextPage && (
        <button type="button" onClick={() => fetchMore({ variables: { after: endCursor } })}>
          More
        </button>
      )}
      <NewUser />
      <Live />
    </section>
  );
}

function NewUser() {
  const [createUser, { error, loading }] = useMutation(CREATE_USER, { refetchQueries: [USERS] });
  const [outcome, setOutcome] = useState('');

  async function submit(form: FormData) {
    const { data } = await createUser({
      variables: { input: { email: String(form.get('email')) } },
      // A repetition of this request creates nothing twice.
      context: { headers: { 'Idempotency-Key': crypto.randomUUID() } },
    });
    if (data?.createUser) setOutcome(outcomeOf(data.createUser));
  }

  return (
    <form action={submit}>
      <input name="email" aria-label="Email" />
      <button type="submit" disabled={loading}>
        Create
      </button>
      <output>{error?.message ?? outcome}</output>
    </form>
  );
}

function Live() {
  const { data, error } = useSubscription(MEETING_CHANGED);
  const meeting = data?.meetingChanged;
  if (error) return <p role="alert">{error.message}</p>;
  return (
    <output aria-label="Last change">
      {meeting ? `${meeting.user.email}: ${meeting.statusName}` : 'No meeting has changed yet'}
    </output>
  );
}
