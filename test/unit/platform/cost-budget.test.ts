import { describe, expect, it } from "@jest/globals";
import { AtOnce } from "../../../src/platform/http/at-once.js";
import { CostBudget } from "../../../src/platform/http/cost-budget.js";
import { networkOf } from "../../../src/platform/http/network-of.js";

describe("A budget of cost", () => {
  it("lets a minute's worth be spent at once, and says how long to wait for more", () => {
    let now = 5_000;
    const budget = new CostBudget(600, () => now);
    expect(budget.take("a", 590)).toBe(0);
    expect(budget.take("a", 10)).toBe(0);
    expect(budget.take("a", 1)).toBe(1);
    expect(budget.take("a", 100)).toBe(10);
    now += 9_999;
    expect(budget.take("a", 100)).toBe(1);
    now += 1;
    expect(budget.take("a", 100)).toBe(0);
    expect(budget.take("a", 1)).toBe(1);
  });

  it("grows no further than a minute's worth", () => {
    let now = 0;
    const budget = new CostBudget(60, () => now);
    expect(budget.take("a", 60)).toBe(0);
    now += 3_600_000;
    expect(budget.take("a", 60)).toBe(0);
    expect(budget.take("a", 1)).toBe(1);
  });

  it("takes nothing for what it refuses, and keeps callers apart", () => {
    const budget = new CostBudget(60, () => 0);
    expect(budget.take("a", 50)).toBe(0);
    expect(budget.take("a", 20)).toBe(10);
    expect(budget.take("a", 10)).toBe(0);
    expect(budget.take("b", 60)).toBe(0);
  });

  it("lets go what costs more than a minute brings, once, from an account that is full", () => {
    let now = 0;
    const budget = new CostBudget(60, () => now);
    expect(budget.take("a", 90)).toBe(0);
    expect(budget.take("a", 1)).toBe(31);
    now += 31_000;
    expect(budget.take("a", 1)).toBe(0);
  });
});

describe("What is under way at once", () => {
  it("is bounded for each caller, and may begin again once something has ended", () => {
    const atOnce = new AtOnce(2);
    const [first, second] = [atOnce.begin("a"), atOnce.begin("a")];
    expect([first, second]).not.toContain(null);
    expect(atOnce.begin("a")).toBeNull();
    expect(atOnce.begin("b")).not.toBeNull();
    first!();
    expect(atOnce.begin("a")).not.toBeNull();
    expect(atOnce.begin("a")).toBeNull();
  });
});

describe("An address is counted under", () => {
  it.each([
    ["192.0.2.7", "192.0.2.7"],
    ["::ffff:192.0.2.7", "192.0.2.7"],
    ["2001:db8:0:1:2:3:4:5", "2001:db8:0:1"],
    ["2001:0DB8:0000:0001::9", "2001:db8:0:1"],
    ["2001:db8::1", "2001:db8:0:0"],
    ["fe80::1%eth0", "fe80:0:0:0"],
    ["::1", "0:0:0:0"],
  ])("%s: %s", (address, network) => {
    expect(networkOf(address)).toBe(network);
  });
});
