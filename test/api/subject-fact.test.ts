import { describe, expect, it } from "@jest/globals";
import { v7 } from "uuid";
import { disclosureInput, RECORD } from "../support/disclosure-input.js";
import {
  consentInput,
  END_AGREEMENT,
  factsOf,
  LIFT_RESTRICTION,
  RECORD_CONSENT,
  RESTRICT_USE,
  restrictionInput,
  WITHDRAW_CONSENT,
} from "../support/fact-operations.js";
import { MARKETING } from "../support/lawfulness-story.js";
import { withTestServer, type Api } from "../support/test-server.js";

const server = withTestServer();
const { record } = factsOf(server);

const FACT = /* GraphQL */ `
  query Fact($id: UUID!) {
    subjectFact(id: $id) {
      __typename
      id
      subjectCount
      recordedBy
      ... on ConsentWithdrawal {
        receivedAt
        evidence
        legalGround {
          key
        }
      }
    }
  }
`;

async function show(api: Api, id: string) {
  return (await api.request<{ subjectFact: Record<string, unknown> | null }>(FACT, { id })).subjectFact;
}

const withdrawalInput = (changes: Record<string, unknown>) => ({
  id: v7(),
  legalGround: "consent",
  receivedAt: "2026-01-29T06:00:00.000Z",
  ...changes,
});

describe("Query.subjectFact", () => {
  it("shows the fact that a finding names to whoever may see the finding", async () => {
    await record(RECORD_CONSENT, consentInput({ subject: "zoe", givenAt: "2026-01-28T06:00:00.000Z" }));
    const input = withdrawalInput({ subject: "zoe", evidence: "Letter 17." });
    await record(WITHDRAW_CONSENT, input);
    const disclosure = disclosureInput({ ...MARKETING, subjects: ["zoe"] });
    await server.admin.request(RECORD, { input: disclosure });

    const auditor = await server.as("AUDITOR");
    const { disclosure: judged } = await auditor.request<{
      disclosure: { findings: { code: string; detail: { fact: string } }[] };
    }>("query ($id: UUID!) { disclosure(id: $id) { findings { code detail { fact } } } }", {
      id: disclosure.id,
    });
    expect(judged.findings).toEqual([{ code: "CONSENT_WITHDRAWN", detail: { fact: input.id } }]);
    expect(await show(auditor, judged.findings[0]!.detail.fact)).toEqual({
      __typename: "ConsentWithdrawal",
      id: input.id,
      subjectCount: 1,
      recordedBy: "Administrator",
      receivedAt: input.receivedAt,
      evidence: "Letter 17.",
      legalGround: { key: "consent" },
    });
  });

  it("shows facts of every kind as what they are, by their ids in any case of letters", async () => {
    const restriction = restrictionInput({ subject: "una" });
    const lifting = { subject: "una", restriction: restriction.id, liftedAt: "2026-02-02T10:00:00.000Z" };
    const facts = [
      [RECORD_CONSENT, consentInput({ subject: "una" }), "Consent"],
      [WITHDRAW_CONSENT, withdrawalInput({ subject: "una" }), "ConsentWithdrawal"],
      [END_AGREEMENT, { id: v7(), subject: "una", endedOn: "2026-04-30" }, "UserAgreementEnd"],
      [RESTRICT_USE, restriction, "UseRestriction"],
      [LIFT_RESTRICTION, { id: v7(), ...lifting }, "RestrictionLifting"],
    ] as const;
    for (const [mutation, input, type] of facts) {
      await record(mutation, input);
      const id = String(input.id);
      expect(await show(server.admin, id.toUpperCase())).toMatchObject({ __typename: type, id });
    }
  });

  it("is null for an id under which no fact is recorded, and closed to a key that only records", async () => {
    expect(await show(server.admin, v7())).toBeNull();
    const integration = await server.as("INTEGRATION");
    const [error] = await integration.errorsOf(FACT, { id: v7() });
    expect(error!.extensions.code).toBe("FORBIDDEN");
  });
});
