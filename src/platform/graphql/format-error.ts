import { unwrapResolverError } from "@apollo/server/errors";
import { GraphQLError, type GraphQLFormattedError } from "graphql";
import { isDatabaseFull, isDatabaseUnreachable, isStatementTimeout } from "../db/pg-errors.js";
import { AppError } from "../errors.js";
import {
  mistakeInDocument,
  mistakeInVariables,
  withoutValues,
  type CallerMistake,
} from "./caller-mistakes.js";

/**
 * What a caller sees of an error: a stable code, what to change, the fields concerned. Anything not meant for callers
 * becomes INTERNAL; see `isFault`.
 */
export function formatError(formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError {
  const { locations, path } = formatted;
  const { code, message, fields } = publicPart(error, formatted.extensions?.code);
  return {
    message,
    ...(locations && { locations }),
    ...(path && { path }),
    extensions: { code, ...(fields.length > 0 && { fields }) },
  };
}

/** Whether an error is ours and not the caller's. The caller is told nothing about it, so it is to be logged. */
export function isFault(error: GraphQLError): boolean {
  return publicPart(error, error.extensions.code).code === "INTERNAL";
}

/** Of a request that failed as a whole. With an answer to some of its fields, GraphQL over HTTP says 200. */
const HTTP_STATUS: Readonly<Record<string, number>> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  TOO_COSTLY: 503,
  UNAVAILABLE: 503,
  INTERNAL: 500,
};

/** For what is thrown before GraphQL begins: Apollo takes a GraphQLError as it is, and would answer 500 to anything else. */
export function asRequestError(error: unknown): GraphQLError {
  if (error instanceof GraphQLError) return error;
  const { code, message } = publicPart(error, undefined);
  return new GraphQLError(message, {
    originalError: error instanceof Error ? error : null,
    extensions: { code, http: { status: HTTP_STATUS[code] ?? 400 } },
  });
}

/** What a caller sees of an error outside GraphQL. */
export function publicError(error: unknown): { readonly code: string; readonly message: string } {
  return publicPart(error, undefined);
}

interface PublicPart {
  readonly code: string;
  readonly message: string;
  readonly fields: readonly string[];
}

const OURS = new Set(["INTERNAL", "INTERNAL_SERVER_ERROR"]);
/** Apollo's names for what is no GraphQL request, names a document by its hash, or does not say which of its operations is meant. */
const NO_GOOD_REQUEST = new Set<unknown>([
  "BAD_REQUEST",
  "OPERATION_RESOLUTION_FAILURE",
  "PERSISTED_QUERY_NOT_SUPPORTED",
]);

function publicPart(error: unknown, givenCode: unknown): PublicPart {
  const original = unwrapResolverError(error);
  const known = knownError(original);
  if (known) return known;
  const code = NO_GOOD_REQUEST.has(givenCode) ? "BAD_USER_INPUT" : givenCode;
  if (original instanceof GraphQLError && typeof code === "string" && !OURS.has(code)) {
    return { code, ...callerMistake(code, original) };
  }
  return {
    code: "INTERNAL",
    message: "Something went wrong in the registry. It has been logged under this request's id.",
    fields: [],
  };
}

function knownError(original: unknown): PublicPart | null {
  const cause =
    original instanceof GraphQLError && original.originalError instanceof AppError
      ? original.originalError
      : original;
  if (cause instanceof AppError) return cause;
  if (isDatabaseUnreachable(original)) {
    return {
      code: "UNAVAILABLE",
      message:
        "The database cannot be reached at the moment. Send the same call again in a few seconds: with the same id nothing is recorded twice.",
      fields: [],
    };
  }
  if (isDatabaseFull(original)) {
    return {
      code: "UNAVAILABLE",
      message:
        "The database's disk is full, so that nothing can be recorded. Once its operator has made room, send the same call again: with the same id nothing is recorded twice.",
      fields: [],
    };
  }
  if (isStatementTimeout(original)) {
    return {
      code: "TOO_COSTLY",
      message:
        "The database took too long over this. Narrow the filter or the period, or ask for a smaller page.",
      fields: [],
    };
  }
  return null;
}

function callerMistake(code: string, error: GraphQLError): CallerMistake {
  if (code === "BAD_USER_INPUT") return mistakeInVariables(error);
  if (code === "GRAPHQL_VALIDATION_FAILED") return mistakeInDocument(error);
  return { message: withoutValues(error.message), fields: [] };
}
