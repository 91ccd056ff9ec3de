import type { ApolloServerPlugin } from "@apollo/server";
import type { GraphQLError } from "graphql";
import type { RequestContext } from "./context.js";

/** What is a request as it should be, about a document or variables that are not. Apollo's own names. */
const WELL_FORMED = new Set<unknown>(["GRAPHQL_PARSE_FAILED", "GRAPHQL_VALIDATION_FAILED", "BAD_USER_INPUT"]);

/**
 * Answers 200 also to a document or to variables that do not fit the schema where the client asks for `application/json` and nothing else:
 * it may be older than the status codes of `application/graphql-response+json`, and take the body of any other for a proxy's
 * (GraphQL over HTTP, 6.4.1).
 */
export const olderClients: ApolloServerPlugin<RequestContext> = {
  requestDidStart: () =>
    Promise.resolve({
      willSendResponse({ request, response, errors }) {
        const accept = request.http?.headers.get("accept")?.trim() ?? "";
        const fits = response.http.status === 400 && /^application\/json\s*(?:;|$)/i.test(accept);
        if (fits && errors?.every(isAboutContent)) response.http.status = 200;
        return Promise.resolve();
      },
    }),
};

function isAboutContent({ extensions }: GraphQLError): boolean {
  return WELL_FORMED.has(extensions.code);
}
