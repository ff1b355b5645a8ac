import { ApolloLink } from '@apollo/client';
import { print } from 'graphql';
import { type Client, type ClientOptions, createClient } from 'graphql-sse';
import { Observable } from 'rxjs';

/** Subscriptions over server-sent events. */
export class EventStreamLink extends ApolloLink {
  readonly #client: Client;

  constructor(options: ClientOptions) {
    super();
    this.#client = createClient(options);
  }

  override request({ operationName, query, variables }: ApolloLink.Operation) {
    return new Observable<ApolloLink.Result>((observer) =>
      this.#client.subscribe(
        { ...(operationName && { operationName }), query: print(query), variables },
        {
          next: (result) => observer.next(result as ApolloLink.Result),
          error: (error) => observer.error(error),
          complete: () => observer.complete(),
        },
      ),
    );
  }
}
