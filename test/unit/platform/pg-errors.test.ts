import { describe, expect, it } from "@jest/globals";
import { QueryFailedError } from "typeorm";
import {
  isDatabaseUnreachable,
  isRetryable,
  isStatementTimeout,
} from "../../../src/platform/db/pg-errors.js";

const failed = (code: string): Error =>
  new QueryFailedError("SELECT 1", [], Object.assign(new Error("said by the server"), { code }));

describe("isDatabaseUnreachable", () => {
  it.each([
    "57P01",
    "57P02",
    "57P03",
    "53300",
    "55000",
    "25006",
    "25P03",
    "57P05",
    "08006",
    "ECONNREFUSED",
    "EAI_AGAIN",
  ])("is true of %s, however deep it is wrapped", (code) => {
    expect(isDatabaseUnreachable(new Error("outer", { cause: failed(code) }))).toBe(true);
  });

  it.each(["23505", "42501", "40001", "57014", "28P01"])(
    "is false of %s, which the server itself decided",
    (code) => {
      expect(isDatabaseUnreachable(failed(code))).toBe(false);
    },
  );
});

it("a deadlock and a serialization failure are worth another run, and nothing else", () => {
  expect(["40P01", "40001", "23505", "57P01"].filter((code) => isRetryable(failed(code)))).toEqual([
    "40P01",
    "40001",
  ]);
});

it("a statement that took too long is known by its code", () => {
  expect(isStatementTimeout(failed("57014"))).toBe(true);
  expect(isStatementTimeout(failed("57P01"))).toBe(false);
});
