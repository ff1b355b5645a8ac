import { graphql, useLazyLoadQuery, useMutation, usePaginationFragment } from 'react-relay';
import type { usersCreateMutation } from './__generated__/usersCreateMutation.graphql.ts';
import type { usersList$key } from './__generated__/usersList.graphql.ts';
import type { usersListPage } from './__generated__/usersListPage.graphql.ts';
import type { usersQuery } from './__generated__/usersQuery.graphql.ts';

export function Users() {
  const query = useLazyLoadQuery<usersQuery>(
    graphql`
      query usersQuery {
        ...usersList
      }
    `,
    {},
  );
  return <List query={query} />;
}

function List({ query }: { readonly query: usersList$key }) {
  const { data, hasNext, loadNext } = usePaginationFragment<usersListPage, usersList$key>(
    graphql`
      fragment usersList on Query
      @refetchable(queryName: "usersListPage")
      @argumentDefinitions(first: { type: "Int", defaultValue: 10 }, after: { type: "String" }) {
        users(first: $first, after: $after) @connection(key: "usersList_users") {
          __id
          edges {
            node {
              id
              email
              createdAt
            }
          }
        }
      }
    `,
    query,
  );
  return (
    <section>
      <ul>
        {data.users?.edges.map(({ node }) => (
          <li key={node.id}>{node.email}</li>
        ))}
      </ul>
      {hasNext && (
        <button type="button" onClick={() => loadNext(10)}>
          More
        </button>
      )}
      <NewUser connections={data.users ? [data.users.__id] : []} />
    </section>
  );
}

function NewUser({ connections }: { readonly connections: string[] }) {
  const [create, isRunning] = useMutation<usersCreateMutation>(graphql`
    mutation usersCreateMutation($input: CreateUserInput!, $connections: [ID!]!) {
      createUser(input: $input) {
        __typename
        ... on CreateUserSuccess {
          user @prependNode(connections: $connections, edgeTypeName: "UserEdge") {
            id
            email
            createdAt
          }
        }
        ... on InvalidInputError {
          message
        }
      }
    }
  `);
  return (
    <form
      action={(form) =>
        void create({ variables: { input: { email: String(form.get('email')) }, connections } })
      }
    >
      <input name="email" aria-label="Email" />
      <button type="submit" disabled={isRunning}>
        Create
      </button>
    </form>
  );
}
