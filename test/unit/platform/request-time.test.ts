import { describe, expect, it } from "@jest/globals";
import { RequestTime } from "../../../src/platform/graphql/limits/request-time.js";

describe("The time of a request", () => {
  it("is over when it is over, and not before", async () => {
    const time = new RequestTime(0.02);
    expect(time.isOver).toBe(false);
    const { error, status } = await time.over;
    expect(time.isOver).toBe(true);
    expect([error.code, status]).toEqual(["TOO_COSTLY", 503]);
  });

  it("can be made longer, and stopped", async () => {
    const [longer, stopped] = [new RequestTime(0.02), new RequestTime(0.02)];
    longer.extend();
    stopped.stop();
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect([longer.isOver, stopped.isOver]).toEqual([false, false]);
    longer.stop();
  });
});
