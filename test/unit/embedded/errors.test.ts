import { describe, expect, it } from "@jest/globals";
import { stepFailed } from "../../../src/platform/db/embedded/errors.js";

describe("the error of a failed step", () => {
  it.each([
    ["could not write to file: No space left on device", /disk is full: free some space/],
    ["ENOSPC: no space left on device, write", /disk is full/],
    ["EROFS: read-only file system, open 'x'", /read-only: set DATA_DIR/],
    ["FATAL:  database files are incompatible with server", /start the release that made it/],
    ["FATAL:  pre-existing shared memory block (key 1, ID 2) is still in use", /let it end, or end it/],
    ["FATAL:  could not map anonymous shared memory: Cannot allocate memory", /too little memory/],
    ["postgres: error while loading shared libraries: libicuuc.so.60", /run `npm ci` again/],
    ["spawn /app/native/bin/postgres ENOENT", /run `npm ci` again/],
    ["EACCES: permission denied, open 'x'", /give it to that user, or set DATA_DIR/],
  ])("says the remedy for: %s", (said, remedy) => {
    const { message } = stepFailed("PostgreSQL did not start", said);
    expect(message).toContain(`PostgreSQL did not start:\n  ${said}\n`);
    expect(message).toMatch(remedy);
  });

  it("says what was said when no remedy is known, and stays a sentence when nothing was said", () => {
    expect(stepFailed("It failed", "first\nsecond\n").message).toBe("It failed:\n  first\n  second");
    expect(stepFailed("It failed", "").message).toBe("It failed.");
  });
});
