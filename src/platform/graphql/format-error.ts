import { unwrapResolverError } from "@apollo/server/errors";
import { GraphQLError, type GraphQLFormattedError } from "graphql";
import { isDatabaseUnreachable, isStatementTimeout } from "../db/pg-errors.js";
import { AppError } from "../errors.js";
import {
  mistakeInDocument,
  mistakeInVariables,
  withoutValues,
  type CallerMistake,
} from "./caller-mistakes.js";

/** Told about every error that is ours and not the caller's. The error itself may hold what must not be logged. */
export type ReportFault = (error: unknown) => void;

/**
 * What a caller sees of an error: a stable code, what to change, the fields concerned. Anything not meant for callers
 * becomes INTERNAL and is reported.
 */
export function formatError(
  formatted: GraphQLFormattedError,
  error: unknown,
  report: ReportFault,
): GraphQLFormattedError {
  const original = unwrapResolverError(error);
  const { locations, path } = formatted;
  const { code, message, fields } = publicPart(original, formatted, report);
  return {
    message,
    ...(locations && { locations }),
    ...(path && { path }),
    extensions: { code, ...(fields.length > 0 && { fields }) },
  };
}

/** For errors that arise before a resolver runs: Apollo takes GraphQLError as it is, and anything else as its own fault. */
export function asGraphQLError(error: AppError): GraphQLError {
  const status = error.code === "UNAUTHENTICATED" ? 401 : 400;
  return new GraphQLError(error.message, {
    originalError: error,
    extensions: { code: error.code, http: { status } },
  });
}

interface PublicPart {
  readonly code: string;
  readonly message: string;
  readonly fields: readonly string[];
}

function publicPart(original: unknown, formatted: GraphQLFormattedError, report: ReportFault): PublicPart {
  const known = knownError(original);
  if (known) return known;
  const code = formatted.extensions?.code;
  if (original instanceof GraphQLError && typeof code === "string" && code !== "INTERNAL_SERVER_ERROR") {
    return { code, ...callerMistake(code, original) };
  }
  report(original);
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
