import { HeaderMap } from "@apollo/server";
import { GraphQLError } from "graphql";
import { AppError, type ErrorCode } from "../../errors.js";

/** A request that is refused before anything of it runs. Apollo takes a GraphQLError as it is, its HTTP status included. */
export function refusalBefore(code: ErrorCode, message: string, status = 400): GraphQLError {
  return new GraphQLError(message, {
    originalError: new AppError(code, message),
    extensions: { code, http: { status } },
  });
}

/** The refusal of what a caller cannot spend for so many seconds. */
export function tooMuch(seconds: number): AppError {
  return new AppError(
    "RATE_LIMITED",
    `This asks for more than your key, or without a good key your address, may use in a minute. Wait ${seconds} seconds, as Retry-After says, then send the same call again.`,
  );
}

/** The refusal of an operation whose cost its caller cannot spend for so many seconds; null where it could. */
export function refusalToSpend(seconds: number): GraphQLError | null {
  if (seconds === 0) return null;
  const originalError = tooMuch(seconds);
  return new GraphQLError(originalError.message, {
    originalError,
    extensions: {
      code: originalError.code,
      http: { status: 429, headers: new HeaderMap([["retry-after", String(seconds)]]) },
    },
  });
}
