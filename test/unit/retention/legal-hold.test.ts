import { describe, expect, it } from "@jest/globals";
import { isHeld } from "../../../src/modules/retention/core/legal-hold.js";
import { lifting, noonOf, restriction } from "../consents/sample-facts.js";

const NOW = noonOf("2026-03-02");
const hold = restriction("LEGAL_HOLD", NOW);

describe("A legal hold", () => {
  it("holds from its moment until it is lifted", () => {
    expect(isHeld([hold], NOW)).toBe(true);
    expect(isHeld([hold], new Date(NOW.getTime() - 1))).toBe(false);
    expect(isHeld([hold, lifting(hold.id, NOW)], NOW)).toBe(false);
    expect(isHeld([], NOW)).toBe(false);
  });

  it("stands beside another one that was lifted, and no other restriction is one", () => {
    const other = restriction("LEGAL_HOLD", NOW, { id: "other" });
    expect(isHeld([hold, other, lifting("other", NOW)], NOW)).toBe(true);
    expect(isHeld([restriction("BLOCK", NOW), restriction("REFUSAL", NOW)], NOW)).toBe(false);
  });
});
