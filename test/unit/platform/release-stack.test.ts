import { describe, expect, it } from "@jest/globals";
import { ReleaseStack } from "../../../src/platform/release-stack.js";

describe("what a start has opened", () => {
  it("is let go of once, the newest first, each when the one before is done", async () => {
    const done: string[] = [];
    const stack = new ReleaseStack();
    for (const name of ["database", "pool", "port"]) {
      stack.push(async () => {
        await Promise.resolve();
        done.push(name);
      });
    }
    await Promise.all([stack.releaseAll(), stack.releaseAll()]);
    expect(done).toEqual(["port", "pool", "database"]);
  });

  it("is let go of to the last where one fails, and the first failure is told", async () => {
    const done: string[] = [];
    const stack = new ReleaseStack();
    stack.push(() => Promise.resolve(done.push("database")));
    stack.push(() => Promise.reject(new Error("the pool")));
    stack.push(() => Promise.reject(new Error("the port")));
    await expect(stack.releaseAll()).rejects.toThrow("the port");
    expect(done).toEqual(["database"]);
  });
});
