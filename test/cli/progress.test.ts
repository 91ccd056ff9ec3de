import { PassThrough } from "node:stream";
import { describe, expect, it } from "@jest/globals";
import { showProgress } from "../../src/cli/record/progress.js";
import { MovableClock } from "../support/movable-clock.js";

const TOTAL_BYTES = 4_000_000;

/** What a bar has drawn last, when a file is half done after so many seconds. */
function barAt(columns: number, lines: number, seconds: number): string {
  const clock = new MovableClock("2026-03-02T08:00:00Z");
  const drawn: string[] = [];
  const screen = Object.assign(new PassThrough(), { isTTY: true, columns });
  screen.write = (text: unknown) => drawn.push(String(text)) > 0;
  const progress = showProgress(TOTAL_BYTES, screen, clock);
  clock.advance(seconds * 1_000);
  progress.update(TOTAL_BYTES / 2, lines);
  progress.stop();
  return drawn.findLast((text) => text.includes("%"))!;
}

describe("the progress of a file", () => {
  it("is a bar with how far it is, how fast, and how long it still takes", () => {
    expect(barAt(100, 250, 10)).toMatch(/^█{20}░{20} 50% 250 at 25\/s, \d+\w* left$/);
  });

  it("fits into 40 columns, with millions of lines too", () => {
    expect(barAt(40, 1_234_567, 300)).toMatch(/^[█░]{5,} 50% 1234567 at 4115\/s, \S+ left$/);
    expect([...barAt(40, 1_234_567, 300)].length).toBeLessThanOrEqual(40);
  });

  it("is a plain line at every tenth where nobody looks on", () => {
    const lines: string[] = [];
    const progress = showProgress(
      100,
      { isTTY: false, write: (text) => lines.push(text) },
      new MovableClock("2026-03-02T08:00:00Z"),
    );
    for (let done = 1; done <= 100; done += 1) progress.update(done, done * 2);
    progress.stop();
    expect(lines).toHaveLength(10);
    expect(lines[4]).toBe("100 lines, 50 %\n");
    expect(lines.join("")).not.toContain("\u001b");
  });
});
