import { AppError } from "../../platform/errors.js";

/** `field` names an authority request that there is not. */
export function noSuchRequest(field: string): AppError {
  return new AppError(
    "NOT_FOUND",
    `${field}: There is no authority request with this id; check it, or register the request first.`,
    [field],
  );
}
