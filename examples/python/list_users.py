"""Creates the user named on the command line, and prints the addresses of all users.

Needs only the package `requests` (Debian: python3-requests).
"""

import os
import sys
import time

import requests

SERVICE = os.environ.get("LATCHKEY_URL", "http://127.0.0.1:8056")
MOST_ATTEMPTS = 4

USERS = """
query Users($first: Int!, $after: String) {
  users(first: $first, after: $after) {
    edges { node { email createdAt } }
    pageInfo { hasNextPage endCursor }
  }
}
"""

CREATE_USER = """
mutation CreateUser($input: CreateUserInput!) {
  createUser(input: $input) {
    __typename
    ... on CreateUserSuccess { created user { email } }
    ... on Error { message }
  }
}
"""

session = requests.Session()
session.headers["X-Admin-API-Key"] = os.environ["ADMIN_KEY"]


def ask(query, variables, **headers):
    """Returns the data of the answer. Waits and repeats the request where the service says so."""
    body = {"query": query, "variables": variables}
    for attempt in range(1, MOST_ATTEMPTS + 1):
        response = session.post(f"{SERVICE}/graphql", json=body, headers=headers, timeout=30)
        if response.status_code not in (429, 503) or attempt == MOST_ATTEMPTS:
            break
        time.sleep(int(response.headers["Retry-After"]))
    answer = response.json()
    if "errors" in answer:
        raise SystemExit("; ".join(error["message"] for error in answer["errors"]))
    return answer["data"]


def all_users():
    """Yields every user, page by page."""
    after = None
    while True:
        users = ask(USERS, {"first": 100, "after": after})["users"]
        for edge in users["edges"]:
            yield edge["node"]
        if not users["pageInfo"]["hasNextPage"]:
            return
        after = users["pageInfo"]["endCursor"]


if len(sys.argv) > 1:
    email = sys.argv[1]
    created = ask(CREATE_USER, {"input": {"email": email}}, **{"Idempotency-Key": f"create-{email}"})
    result = created["createUser"]
    if result["__typename"] == "CreateUserSuccess":
        print(email, "was created" if result["created"] else "was there already")
    else:
        print(result["message"])

for user in all_users():
    print(user["email"], user["createdAt"])
