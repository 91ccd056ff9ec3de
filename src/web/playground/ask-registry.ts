import { readKey } from "./api-key.js";

export interface GraphQLRequest {
  readonly query: string;
  readonly operationName?: string | null;
  readonly variables?: unknown;
}

/** A GraphQL answer, as the registry gave it; `errors` alone where it could not be reached or did not answer in JSON. */
export interface GraphQLAnswer {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[];
}

/** Sends the schema's own description without a key: it is public, and must be at hand also where the key is refused. */
export function askAnonymously(request: GraphQLRequest): Promise<GraphQLAnswer> {
  return send(request, "");
}

export function askWithKey(request: GraphQLRequest): Promise<GraphQLAnswer> {
  return send(request, readKey());
}

export function isUnauthenticated({ errors = [] }: GraphQLAnswer): boolean {
  return errors.some(({ extensions }) => extensions?.code === "UNAUTHENTICATED");
}

async function send(request: GraphQLRequest, key: string): Promise<GraphQLAnswer> {
  try {
    const response = await fetch("/graphql", {
      method: "POST",
      headers: {
        accept: "application/graphql-response+json, application/json",
        "content-type": "application/json",
        ...(key !== "" && { authorization: `Bearer ${key}` }),
      },
      body: JSON.stringify(request),
      // A cookie of another program on the same host is none of the registry's business.
      credentials: "omit",
    });
    return (await response.json()) as GraphQLAnswer;
  } catch {
    return { errors: [{ message: "The registry did not answer. Check that it runs, then try again." }] };
  }
}
