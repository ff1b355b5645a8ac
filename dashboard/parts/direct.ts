import {
  type AnyVariables,
  Client,
  createRequest,
  fetchExchange,
  type OperationResult,
  type TypedDocumentNode,
} from '@urql/core';

/**
 * One query that leaves nothing behind: neither its variables nor its answer get into the page's cache.
 * For secrets, and for more rows than the page should keep.
 */
export function queryDirectly<Data, Variables extends AnyVariables>(
  client: Client,
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
): Promise<OperationResult<Data, Variables>> {
  const { url } = contextOf(client, document, variables);
  const fetchOptions = optionsOf(client, document, variables);
  const direct = new Client({
    url,
    fetchOptions,
    exchanges: [fetchExchange],
    preferGetMethod: false,
  });
  return direct.query(document, variables).toPromise();
}

/** How the page's client sends: with the caller's key. */
export function optionsOf<Data, Variables extends AnyVariables>(
  client: Client,
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
): RequestInit {
  const { fetchOptions } = contextOf(client, document, variables);
  return (typeof fetchOptions === 'function' ? fetchOptions() : fetchOptions) ?? {};
}

function contextOf<Data, Variables extends AnyVariables>(
  client: Client,
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
) {
  return client.createRequestOperation('query', createRequest(document, variables)).context;
}
