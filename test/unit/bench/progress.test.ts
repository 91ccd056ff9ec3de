import { describe, expect, it } from "@jest/globals";
import { Progress } from "../../../bench/progress.js";

describe("the benchmark's progress", () => {
  it("says which scenario of how many runs, what it does, and what is left", () => {
    const lines: string[] = [];
    const progress = new Progress([30, 600], (text) => lines.push(text));
    progress.begin("singles");
    progress.step("warming up");
    progress.begin("look-ups");
    expect(lines).toEqual([
      "[1/2] singles: starting · about 11 min left\n",
      "[1/2] singles: warming up · about 11 min left\n",
      expect.stringMatching(/^\[2\/2\] look-ups: starting · about \d+ s left\n$/),
    ]);
  });
});
