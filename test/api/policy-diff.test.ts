import { beforeAll, describe, expect, it } from "@jest/globals";
import { applyDataMap } from "../support/data-map-operations.js";
import { withNewPurpose } from "../support/example-map.js";
import { publish } from "../support/policy-operations.js";
import { withTestServer } from "../support/test-server.js";

const server = withTestServer();

const COMPARE = /* GraphQL */ `
  query Compare($from: Int!, $to: Int!, $language: String) {
    policyDiff(from: $from, to: $to, language: $language) {
      from {
        number
      }
      to {
        number
      }
      language
      textMissingIn
      words {
        isComparedInFull
        changes {
          lineBefore
          lineAfter
          passages {
            kind
            text
          }
        }
      }
      meaning {
        fromRevision
        toRevision
        categories {
          ...Changes
        }
        purposes {
          ...Changes
        }
        recipients {
          ...Changes
        }
        legalGrounds {
          ...Changes
        }
        sharingRules {
          ...Changes
        }
        others {
          ...Changes
        }
      }
    }
  }
  fragment Changes on PolicyMeaningChanges {
    added {
      key
      name
    }
    gone {
      key
    }
    changed {
      key
      fields {
        field
      }
    }
  }
`;

interface Compared {
  readonly language: string;
  readonly textMissingIn: readonly number[];
  readonly words: { readonly isComparedInFull: boolean; readonly changes: readonly unknown[] } | null;
  readonly meaning: Record<string, unknown>;
}
const compare = async (variables: Record<string, unknown>) =>
  (await server.admin.request<{ policyDiff: Compared }>(COMPARE, variables)).policyDiff;

const NOTHING = { added: [], gone: [], changed: [] };
const SAME = { categories: NOTHING, recipients: NOTHING, legalGrounds: NOTHING, sharingRules: NOTHING };

beforeAll(async () => {
  await publish(server.admin, { number: 1, language: "en", text: "1. Who we are.\n\n2. We sell courses.\n" });
  await publish(server.admin, { number: 1, language: "ru", text: "Мы продаём курсы." });
  await applyDataMap(server.admin, withNewPurpose());
  await publish(server.admin, {
    number: 2,
    effectiveFrom: "2026-06-01",
    revision: 2,
    language: "en",
    text: "1. Who we are.\n\n2. We sell courses and study how you learn.\n",
  });
  const third = { number: 3, effectiveFrom: "2026-07-01", revision: 2 };
  await publish(server.admin, { ...third, language: "ru", text: "Мы продаём уроки." });
});

describe("Comparing two policy versions", () => {
  it("tells what the words say otherwise, and what they mean", async () => {
    expect(await compare({ from: 1, to: 2 })).toEqual({
      from: { number: 1 },
      to: { number: 2 },
      language: "en",
      textMissingIn: [],
      words: {
        isComparedInFull: true,
        changes: [
          {
            lineBefore: 3,
            lineAfter: 3,
            passages: [
              { kind: "KEPT", text: "2. We sell courses " },
              { kind: "ADDED", text: "and study how you learn" },
              { kind: "KEPT", text: "." },
            ],
          },
        ],
      },
      meaning: {
        fromRevision: 1,
        toRevision: 2,
        ...SAME,
        purposes: { ...NOTHING, added: [{ key: "research", name: "Research" }] },
        others: NOTHING,
      },
    });
  });

  it("goes back in time, too", async () => {
    const { words, meaning } = await compare({ from: 2, to: 1 });
    expect(words!.changes).toEqual([
      expect.objectContaining({
        passages: [
          { kind: "KEPT", text: "2. We sell courses" },
          { kind: "REMOVED", text: "and study how you learn" },
          { kind: "KEPT", text: "." },
        ],
      }),
    ]);
    expect(meaning.purposes).toEqual({ ...NOTHING, gone: [{ key: "research" }] });
  });

  it("compares in a language that both are published in, where the later one's own is not", async () => {
    expect(await compare({ from: 3, to: 1 })).toMatchObject({ language: "ru", textMissingIn: [] });
    expect(await compare({ from: 1, to: 3, language: "RU" })).toMatchObject({
      language: "ru",
      textMissingIn: [],
    });
  });

  it("tells what they mean also where there are no words to compare", async () => {
    expect(await compare({ from: 1, to: 3, language: "en" })).toMatchObject({
      language: "en",
      textMissingIn: [3],
      words: null,
      meaning: { fromRevision: 1, toRevision: 2, purposes: { added: [{ key: "research" }] } },
    });
    expect(await compare({ from: 2, to: 3 })).toMatchObject({
      language: "ru",
      textMissingIn: [2],
      words: null,
    });
    expect(await compare({ from: 2, to: 3, language: "kk" })).toMatchObject({ textMissingIn: [2, 3] });
  });

  it("finds no difference of a version from itself", async () => {
    expect(await compare({ from: 2, to: 2 })).toMatchObject({
      words: { changes: [] },
      meaning: { ...SAME, purposes: NOTHING, others: NOTHING },
    });
  });

  it.each([
    [
      { from: 9, to: 1 },
      "NOT_FOUND",
      "from",
      "There is no policy version 9; the data map names, latest first, 3, 2, 1.",
    ],
    [{ from: 1, to: 0 }, "NOT_FOUND", "to", "There is no policy version 0"],
    [{ from: 1, to: 2, language: "English!" }, "BAD_USER_INPUT", "language", "BCP 47 tag"],
  ])("is refused of what there is not: %j", async (variables, code, field, message) => {
    const [error] = await server.admin.errorsOf(COMPARE, variables);
    expect(error!.extensions).toEqual({ code, fields: [field] });
    expect(error!.message).toContain(message);
  });

  it("reads no words where nobody asks for them", async () => {
    const { statements } = await server.statementsOf(() =>
      server.admin.request("{ policyDiff(from: 1, to: 2) { language meaning { toRevision } } }"),
    );
    expect(statements.some((text) => /\btext FROM policy_text/.test(text))).toBe(false);
  });

  it("is for whoever reads the data map", async () => {
    const reporter = await server.as("REPORTER");
    const { policyDiff } = await reporter.request<{ policyDiff: Compared }>(COMPARE, { from: 1, to: 2 });
    expect(policyDiff.words!.changes).toHaveLength(1);
  });
});
