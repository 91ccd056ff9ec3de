import { GraphQLError } from "graphql";
import { AppError, type ErrorCode } from "../../errors.js";

/** A request that is refused before anything of it runs. Apollo takes a GraphQLError as it is, its HTTP status included. */
export function refusalBefore(code: ErrorCode, message: string, status = 400): GraphQLError {
  return new GraphQLError(message, {
    originalError: new AppError(code, message),
    extensions: { code, http: { status } },
  });
}
