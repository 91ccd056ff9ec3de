import { describe, expect, it } from "@jest/globals";
import { addCheckpointBody, readWitnessAnswer } from "../../../src/modules/ledger/core/add-checkpoint.js";

const NOTE = "log.example\n7\nroot\n\n— log.example sig\n";
const SIZE_TYPE = "text/x.tlog.size";
const conflict = (body: string, contentType: string | null = SIZE_TYPE) =>
  readWitnessAnswer({ status: 409, contentType, body }, { from: 3, size: 7 });
const answered = (status: number, from = 3) =>
  readWitnessAnswer({ status, contentType: "text/plain", body: "whatever it says\n" }, { from, size: 7 });

describe("an add-checkpoint request", () => {
  it("is the old size, the proof, an empty line and the checkpoint", () => {
    const hashes = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
    expect(addCheckpointBody(3, hashes, NOTE)).toBe(
      `old 3\n${hashes[0]!.toString("base64")}\n${hashes[1]!.toString("base64")}\n\n${NOTE}`,
    );
    expect(addCheckpointBody(0, [], NOTE)).toBe(`old 0\n\n${NOTE}`);
  });

  it("never has more than 63 lines of proof", () => {
    const hashes = (count: number) => Array.from({ length: count }, () => Buffer.alloc(32));
    expect(() => addCheckpointBody(3, hashes(63), NOTE)).not.toThrow();
    expect(() => addCheckpointBody(3, hashes(64), NOTE)).toThrow(RangeError);
  });
});

describe("a witness's answer", () => {
  it("of 200 holds signature lines, which are still to be verified", () => {
    expect(answered(200)).toEqual({ kind: "signed", lines: "whatever it says\n" });
  });

  it("of 409 says from where it wants a proof", () => {
    expect(conflict("5\n")).toEqual({ kind: "knows", size: 5 });
    expect(conflict("7\n", "text/x.tlog.size; charset=utf-8")).toEqual({ kind: "knows", size: 7 });
    expect(conflict("0\n")).toEqual({ kind: "knows", size: 0 });
    expect(conflict("9007199254740991\n")).toEqual({ kind: "knows", size: 2 ** 53 - 1 });
  });

  it.each([
    ["another media type", "9\n", "text/html"],
    ["no media type", "9\n", null],
    ["no line end", "9", SIZE_TYPE],
    ["a Windows line end", "9\r\n", SIZE_TYPE],
    ["a leading zero", "09\n", SIZE_TYPE],
    ["a sign", "-9\n", SIZE_TYPE],
    ["another number system", "0x9\n", SIZE_TYPE],
    ["a size no tree has", "9007199254740993\n", SIZE_TYPE],
    ["two lines", "9\n9\n", SIZE_TYPE],
    ["nothing", "", SIZE_TYPE],
  ])("of 409 with %s says nothing about the log", (_, body, contentType) => {
    expect(conflict(body, contentType)).toEqual({
      kind: "declines",
      reason: "The witness answered with status 409 and without the size that it knows.",
    });
  });

  it("of 422 contradicts us, but not where it had nothing to compare with", () => {
    expect(answered(422)).toMatchObject({
      kind: "contradicts",
      reason: expect.stringContaining("of 3 leaves"),
    });
    expect(answered(422, 0)).toMatchObject({ kind: "declines" });
  });

  it.each([
    [400, "LEDGER_WITNESS_URL"],
    [403, "verifier key"],
    [404, "origin"],
    [301, "status 301"],
    [429, "status 429"],
    [503, "status 503"],
  ])("of %d says nothing against the log, and what to see to", (status, remedy) => {
    expect(answered(status)).toMatchObject({ kind: "declines", reason: expect.stringContaining(remedy) });
  });
});
