import { describe, expect, it } from "@jest/globals";
import { GraphQLError } from "graphql";
import { AppError, badInput, invariant } from "../../../src/platform/errors.js";
import { asRequestError, formatError, isFault } from "../../../src/platform/graphql/format-error.js";

/** An error as it is when a resolver threw it. */
function thrownByResolver(originalError: Error): GraphQLError {
  return new GraphQLError(originalError.message, { originalError, path: ["disclosures", "nodes", 3] });
}

/** What is answered for an error. */
const told = (error: GraphQLError) =>
  formatError(
    { ...error.toJSON(), extensions: { code: "INTERNAL_SERVER_ERROR", ...error.extensions } },
    error,
  );

/** An error as TypeORM throws what PostgreSQL said. */
function databaseError(code: string): Error {
  return Object.assign(new Error("canary: the statement and its values"), {
    driverError: Object.assign(new Error("canary"), { code }),
  });
}

describe("An error that a resolver threw", () => {
  it("is told with its code, fields and place where it is meant for callers", () => {
    const error = thrownByResolver(
      badInput([
        { field: "first", message: "Ask for less." },
        { field: "last", message: "Or this." },
      ]),
    );
    expect(told(error)).toEqual({
      message: "first: Ask for less. last: Or this.",
      path: ["disclosures", "nodes", 3],
      extensions: { code: "BAD_USER_INPUT", fields: ["first", "last"] },
    });
    expect(isFault(error)).toBe(false);
  });

  it("names no fields where none is concerned", () => {
    expect(told(thrownByResolver(new AppError("FORBIDDEN", "No.")))).toMatchObject({
      extensions: { code: "FORBIDDEN" },
    });
    expect(told(thrownByResolver(new AppError("FORBIDDEN", "No."))).extensions).not.toHaveProperty("fields");
  });

  it.each([
    ["57014", "TOO_COSTLY", /Narrow the filter/],
    ["57P01", "UNAVAILABLE", /Send the same call again/],
    ["08006", "UNAVAILABLE", /nothing is recorded twice/],
    ["53300", "UNAVAILABLE", /cannot be reached/],
    ["53100", "UNAVAILABLE", /has made room, send the same call again/],
  ])("is told as what the caller can do where PostgreSQL said %s: %s", (state, code, remedy) => {
    const error = thrownByResolver(databaseError(state));
    expect(told(error)).toMatchObject({ message: expect.stringMatching(remedy), extensions: { code } });
    expect(JSON.stringify(told(error))).not.toContain("canary");
    expect(isFault(error)).toBe(false);
  });

  it.each<[string, Error]>([
    ["a broken rule of the database", databaseError("23505")],
    ["a slip in the program", new TypeError("canary is not a function")],
    [
      "an impossible state",
      (() => {
        try {
          invariant(false, "canary");
        } catch (error) {
          return error as Error;
        }
        return new Error();
      })(),
    ],
    ["GraphQL's own complaint about an answer", new GraphQLError("canary cannot be answered")],
  ])("is told to nobody where it is ours: %s", (_case, thrown) => {
    const error = thrownByResolver(thrown);
    expect(told(error)).toEqual({
      message: "Something went wrong in the registry. It has been logged under this request's id.",
      path: ["disclosures", "nodes", 3],
      extensions: { code: "INTERNAL" },
    });
    expect(isFault(error)).toBe(true);
  });
});

describe("A request that GraphQL refused", () => {
  it.each([
    [
      "GRAPHQL_PARSE_FAILED",
      'Syntax Error: Expected Name, found String "canary".',
      "Syntax Error: Expected Name.",
    ],
    [
      "GRAPHQL_VALIDATION_FAILED",
      'Cannot query field "x" on type "Query".',
      'Cannot query field "x" on type "Query".',
    ],
  ])("keeps its code %s and loses the value", (code, message, left) => {
    const error = new GraphQLError(message, { extensions: { code } });
    expect(told(error)).toEqual({ message: left, extensions: { code } });
    expect(isFault(error)).toBe(false);
  });

  it.each(["BAD_REQUEST", "OPERATION_RESOLUTION_FAILURE"])(
    "is BAD_USER_INPUT where Apollo says %s",
    (code) => {
      const error = new GraphQLError('Unknown operation named "canary".', { extensions: { code } });
      expect(told(error)).toEqual({
        message: "The document has no operation of the name asked for.",
        extensions: { code: "BAD_USER_INPUT" },
      });
    },
  );
});

describe("What is thrown before GraphQL begins", () => {
  it.each<[string, Error, string, number]>([
    ["a key that is not good", new AppError("UNAUTHENTICATED", "No."), "UNAUTHENTICATED", 401],
    ["a database that is away", databaseError("57P03"), "UNAVAILABLE", 503],
    ["a database that is slow", databaseError("57014"), "TOO_COSTLY", 503],
    ["a fault", new Error("canary"), "INTERNAL", 500],
    ["anything else", new AppError("BAD_USER_INPUT", "No."), "BAD_USER_INPUT", 400],
  ])("has an HTTP status of its own: %s", (_case, thrown, code, status) => {
    const error = asRequestError(thrown);
    expect(error.extensions).toEqual({ code, http: { status } });
    expect(told(error)).toEqual({ message: error.message, extensions: { code } });
    expect(JSON.stringify(told(error))).not.toContain("canary");
    expect(isFault(error)).toBe(code === "INTERNAL");
  });
});
