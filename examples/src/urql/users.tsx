import { useState } from 'react';
import { useMutation, useQuery, useSubscription } from 'urql';
import { CREATE_USER, MEETING_CHANGED, USERS } from '../operations.ts';
import { outcomeOf } from '../outcome.ts';

export function Users() {
  const [after, setAfter] = useState<string | null>(null);
  const [{ data, error }] = useQuery({ query: USERS, variables: { first: 10, after } });
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
        <button type="button" onClick={() => setAfter(endCursor ?? null)}>
          More
        </button>
      )}
      <NewUser onCreated={() => setAfter(null)} />
      <Live />
    </section>
  );
}

function NewUser({ onCreated }: { readonly onCreated: () => void }) {
  const [{ error, fetching }, createUser] = useMutation(CREATE_USER);
  const [outcome, setOutcome] = useState('');

  async function submit(form: FormData) {
    const { data } = await createUser({ input: { email: String(form.get('email')) } });
    if (!data?.createUser) return;
    setOutcome(outcomeOf(data.createUser));
    if (data.createUser.__typename === 'CreateUserSuccess') onCreated();
  }

  return (
    <form action={submit}>
      <input name="email" aria-label="Email" />
      <button type="submit" disabled={fetching}>
        Create
      </button>
      <output>{error?.message ?? outcome}</output>
    </form>
  );
}

function Live() {
  const [{ data, error }] = useSubscription({ query: MEETING_CHANGED });
  const meeting = data?.meetingChanged;
  if (error) return <p role="alert">{error.message}</p>;
  return (
    <output aria-label="Last change">
      {meeting ? `${meeting.user.email}: ${meeting.statusName}` : 'No meeting has changed yet'}
    </output>
  );
}
