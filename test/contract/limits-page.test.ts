import { describe, expect, it } from "@jest/globals";
import { isObjectType } from "graphql";
import { DEFAULT_LIMITS } from "../../src/platform/limits-settings.js";
import { PAGE_SIZE_DEFAULT } from "../../src/platform/graphql/connection.js";
import { FIELD_COST, type FieldCost } from "../../src/platform/graphql/limits/cost-extension.js";
import { MISTAKES_MAX } from "../../src/platform/graphql/limits/document-limits.js";
import {
  ANSWER_PER_COST,
  CHARACTERS_PER_VALUE,
  FAILURES_MAX,
} from "../../src/platform/graphql/limits/answer-size.js";
import { COST } from "../../src/platform/graphql/limits/cost.js";
import { ANYBODY_BYTES_MAX, CALLER_COST } from "../../src/platform/http/limit-callers.js";
import { BODY_BYTES_MAX } from "../../src/platform/http/server.js";
import { readCommitted } from "../support/committed-file.js";
import { unresolvedSchema } from "../support/unresolved-schema.js";

const PAGE = readCommitted("docs/limits.md");
/** The first two cells of every row of the page's tables. */
const ROWS = new Map(
  [...PAGE.matchAll(/^\| ([^|]+?) +\| ([^|]+?) +\|/gm)].map(([, what, figure]) => [what!, figure!]),
);
const printed = (count: number) => count.toLocaleString("en");

/** What the page says of several fields at once. */
const CHANGE_OF_MAP = /^(?:applyDataMap|(?:upsert|retire)[A-Z]\w+)$/;
/** What it says of in a sentence, with what else goes into their cost. */
const IN_SENTENCES = new Set(["totalCount", "recordDisclosures", "recordConsents"]);

describe("docs/limits.md", () => {
  it("prints what each field costs that says so, and no other", async () => {
    const costs = new Set<string>();
    for (const type of Object.values((await unresolvedSchema()).getTypeMap())) {
      if (!isObjectType(type)) continue;
      for (const { name, extensions } of Object.values(type.getFields())) {
        const { own } = (extensions[FIELD_COST] ?? {}) as FieldCost;
        if (own === undefined || IN_SENTENCES.has(name)) continue;
        costs.add(`${CHANGE_OF_MAP.test(name) ? "a change of the data map" : name}: ${printed(own)}`);
      }
    }
    const told = [...ROWS].flatMap(([what, figure]) => {
      const names = what
        .split(/[,;] /)
        .map((name) => /^(?:`([a-z]\w+)`|(a change of the data map))$/.exec(name));
      return names.every((name) => name) ? names.map((name) => `${name![1] ?? name![2]}: ${figure}`) : [];
    });
    expect(told.sort()).toEqual([...costs].sort());
  });

  it.each<[string, string]>([
    ["a field that the operation itself asks for", printed(COST.rootField)],
    ["a list with pages, below other things", `${COST.nestedPage}, and 50 for its \`totalCount\``],
    ["what is asked of each entry of another list", `${COST.plainListEntries} times`],
    [
      "a field that is asked for the data map as of a `revision`, or `at` a moment",
      printed(COST.olderRevision),
    ],
    [
      "what is asked of each entry of a page",
      `as often as \`first\` or \`last\` says; ${PAGE_SIZE_DEFAULT} times without`,
    ],
    ["a query, `breachImpact` apart", `${DEFAULT_LIMITS.requestSecondsMax} seconds`],
    ["a key's cost in a minute", `${printed(DEFAULT_LIMITS.keyCostPerMinute)}: about one processor at work`],
    [
      "the cost in a minute of what an address sends without a good key",
      printed(DEFAULT_LIMITS.addressCostPerMinute),
    ],
    ["a key's requests under way", printed(DEFAULT_LIMITS.keyRequestsAtOnce)],
    ["a key's lists and exports under way", printed(DEFAULT_LIMITS.keyTransfersAtOnce)],
    [
      `values of an answer, each ${CHARACTERS_PER_VALUE} characters of a text one more`,
      `${printed(ANSWER_PER_COST * DEFAULT_LIMITS.costMax)}: three times \`COST_MAX\``,
    ],
    ["fields of an answer that fail", printed(FAILURES_MAX)],
    ["bytes of a request, a list apart", printed(BODY_BYTES_MAX)],
    ["bytes of a request without a good key", printed(ANYBODY_BYTES_MAX)],
    ["any request", printed(CALLER_COST.request)],
    [`each ${printed(CALLER_COST.bytes)} bytes of its body`, "1"],
    ["a list or an export", printed(CALLER_COST.transfer)],
    ["each line of a list, whatever it was compressed to", printed(CALLER_COST.line)],
    ["a key that is not good", printed(CALLER_COST.badKey)],
  ])("prints the figure that is enforced: %s", (what, figure) => {
    expect(ROWS.get(what)).toBe(figure);
  });

  it("prints how many mistakes are told", () => {
    expect(PAGE).toContain(`Of a document's mistakes the first ${MISTAKES_MAX} are told`);
  });

  it("prints what an operation may cost", () => {
    expect(PAGE).toContain(`Above \`COST_MAX\` (${printed(DEFAULT_LIMITS.costMax)})`);
  });
});
