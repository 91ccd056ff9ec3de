import { beforeAll, describe, expect, it } from "@jest/globals";
import { v7 } from "uuid";
import { disclosureInput, RECORD } from "../support/disclosure-input.js";
import { AMEND } from "../support/disclosure-operations.js";
import { withTestServer } from "../support/test-server.js";

const server = withTestServer();

/** The disclosures about which `Query.findings` shows something. */
async function standing(): Promise<string[]> {
  const { findings } = await server.admin.request<{ findings: { nodes: { disclosure: { id: string } }[] } }>(
    "{ findings { nodes { disclosure { id } } } }",
  );
  return findings.nodes.map(({ disclosure }) => disclosure.id);
}

describe("Amending", () => {
  const inputs = [0, 1].map(() => disclosureInput({ categories: ["identification.email"] }));
  const [wrong, voided] = inputs.map(({ id }) => id) as [string, string];
  beforeAll(async () => {
    for (const input of inputs) await server.admin.request(RECORD, { input });
  });

  const judgementsOf = async (id: string) => {
    const { disclosure } = await server.admin.request<{
      disclosure: { findings: { code: string }[]; judgements: Record<string, unknown>[] };
    }>(
      `query ($id: UUID!) {
         disclosure(id: $id) {
           findings { code }
           judgements { cause causeId revision superseded supersededBy findings { code } }
         }
       }`,
      { id },
    );
    return disclosure;
  };

  it("lets the findings of the amended disclosure stand no longer, and keeps them to be seen", async () => {
    const found = [{ code: "CATEGORY_NOT_PERMITTED" }];
    const judgement = { cause: "RECORDED", causeId: null, revision: 1, findings: found };
    expect(await judgementsOf(wrong)).toEqual({
      findings: found,
      judgements: [{ ...judgement, superseded: null, supersededBy: null }],
    });
    const { id: _, ...restated } = disclosureInput({ categories: ["reviews"] });
    const id = v7();
    await server.admin.request(AMEND, {
      input: { id, amends: wrong, reason: "Other data.", restated },
    });
    expect(await judgementsOf(wrong)).toEqual({
      findings: [],
      judgements: [{ ...judgement, superseded: "AMENDED", supersededBy: id }],
    });
    expect(await judgementsOf(id)).toEqual({
      findings: found,
      judgements: [{ ...judgement, superseded: null, supersededBy: null }],
    });
    expect(await standing()).toEqual([id, voided]);
  });

  it("takes what was found of one that is voided out of the lists", async () => {
    await server.admin.request(AMEND, { input: { amends: voided, reason: "Never sent.", void: true } });
    expect(await standing()).toHaveLength(1);
    expect((await judgementsOf(voided)).judgements).toMatchObject([{ superseded: "AMENDED" }]);
  });
});
