import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { setTimeout as sleep } from "node:timers/promises";
import { retryMs, runTasks, type BackgroundTask } from "../../../src/platform/background-tasks.js";
import { createLogger } from "../../../src/platform/observability/logger.js";

const lines: Record<string, unknown>[] = [];
const logger = createLogger(
  "trace",
  {},
  {
    write: (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>),
  },
);

describe("background tasks", () => {
  let over: AbortController;
  let running: Promise<void>;

  beforeEach(() => {
    over = new AbortController();
    lines.splice(0);
  });
  afterEach(async () => {
    over.abort();
    await running;
  });

  function run(...tasks: BackgroundTask[]): void {
    running = runTasks(tasks, logger, over.signal);
  }

  it("begin at once and come again after their interval", async () => {
    const moments: number[] = [];
    run({ name: "often", everyMs: 40, run: () => Promise.resolve(moments.push(performance.now())) });
    expect(moments).toHaveLength(1);
    await sleep(250);
    expect(moments.length).toBeGreaterThan(2);
    expect(moments[1]! - moments[0]!).toBeGreaterThanOrEqual(35);
  });

  it("never run beside themselves, and do not wait for each other", async () => {
    let atWork = 0;
    let most = 0;
    let others = 0;
    run(
      {
        name: "slow",
        everyMs: 1,
        async run() {
          most = Math.max(most, ++atWork);
          await sleep(60);
          atWork -= 1;
        },
      },
      { name: "quick", everyMs: 5, run: () => Promise.resolve(++others) },
    );
    await sleep(200);
    expect(most).toBe(1);
    expect(others).toBeGreaterThan(3);
  });

  it("are tried again after a failure, which is logged without what it says, and disturbs no other", async () => {
    let failed = 0;
    let others = 0;
    run(
      {
        name: "failing",
        everyMs: 10,
        run: () => (++failed === 1 ? Promise.reject(new TypeError("iin870101300123")) : Promise.resolve()),
      },
      { name: "sound", everyMs: 10, run: () => Promise.resolve(++others) },
    );
    await sleep(500);
    expect(failed).toBe(1);
    expect(others).toBeGreaterThan(5);
    expect(lines).toEqual([
      expect.objectContaining({
        level: 50,
        task: "failing",
        kind: "TypeError",
        retryMs: 1000,
        msg: "background task failed",
      }),
    ]);
    expect(JSON.stringify(lines)).not.toContain("iin870101300123");
    await sleep(900);
    expect(failed).toBeGreaterThan(1);
  });

  it("are tried again ever later, but every ten seconds at least, or at their own interval where that is longer", () => {
    const after = (everyMs: number) => [1, 2, 3, 4, 5, 20].map((failures) => retryMs({ everyMs }, failures));
    expect(after(500)).toEqual([1_000, 2_000, 4_000, 8_000, 10_000, 10_000]);
    expect(after(60_000)).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 60_000]);
  });

  it("end with the signal, once the runs under way have ended, whose failure is nobody's business then", async () => {
    let ended = false;
    run({
      name: "long",
      everyMs: 1,
      async run(until) {
        await sleep(10_000, undefined, { signal: until }).catch(() => undefined);
        await sleep(30);
        ended = true;
        throw new Error("broken off");
      },
    });
    await sleep(10);
    over.abort();
    await running;
    expect(ended).toBe(true);
    expect(lines).toEqual([]);
  });
});
