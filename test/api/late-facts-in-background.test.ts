import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { setTimeout as sleep } from "node:timers/promises";
import { v7 } from "uuid";
import {
  authorityRequestInput,
  REGISTER_REQUEST,
  REVIEW_REQUEST,
  type ReviewedRequest,
} from "../support/authority-operations.js";
import { disclosureInput, RECORD } from "../support/disclosure-input.js";
import { RESTRICT_USE, restrictionInput, type FactPayload } from "../support/fact-operations.js";
import { COURT } from "../support/lawfulness-story.js";
import { sendList } from "../support/send-list.js";
import { withTestServer } from "../support/test-server.js";

const server = withTestServer();
const BEFORE = "2026-02-01T00:00:00.000Z";

beforeAll(() => server.app.leader.start());
afterAll(() => server.app.leader.stop());

interface Shown {
  readonly findings: readonly { readonly code: string; readonly subjectCount: number }[];
  readonly judgements: readonly { readonly cause: string; readonly causeId: string | null }[];
}

const SHOW = /* GraphQL */ `
  query Show($id: UUID!) {
    disclosure(id: $id) {
      findings {
        code
        subjectCount
      }
      judgements {
        cause
        causeId
      }
    }
  }
`;

/** What is found about a disclosure once nothing is pending any more. */
async function shownAtLast(id: string): Promise<Shown> {
  for (;;) {
    const { findings } = await server.admin.request<{ findings: { pending: number } }>(
      "{ findings(first: 1) { pending } }",
    );
    if (findings.pending === 0) break;
    await sleep(100);
  }
  return (await server.admin.request<{ disclosure: Shown }>(SHOW, { id })).disclosure;
}

async function disclose(changes: Record<string, unknown>): Promise<string> {
  const input = disclosureInput(changes);
  await server.admin.request(RECORD, { input });
  return input.id;
}

async function restrict(changes: Record<string, unknown>): Promise<string> {
  const input = restrictionInput({ kind: "BLOCK", categories: [], from: BEFORE, ...changes });
  const { payload } = await server.admin.request<{ payload: FactPayload }>(RESTRICT_USE, { input });
  return payload.fact.id;
}

describe("in the background, without anybody asking,", () => {
  it("a block that becomes known late is held against the disclosures since it began", async () => {
    const user = v7();
    const id = await disclose({ subjects: [user, v7()] });
    const fact = await restrict({ subject: user });
    const { findings, judgements } = await shownAtLast(id);
    expect(findings).toContainEqual({ code: "SUBJECT_BLOCKED", subjectCount: 1 });
    expect(judgements[0]).toEqual({ cause: "FACT", causeId: fact });
  });

  it("so is one of a whole list of users", async () => {
    const users = Array.from({ length: 1_500 }, () => v7());
    const id = await disclose({ subjects: users.slice(0, 3) });
    const { id: subjectList } = await sendList({ url: server.url, key: server.admin.key }, users.join("\n"));
    const fact = await restrict({ subject: undefined, subjectList });
    const { findings, judgements } = await shownAtLast(id);
    expect(findings).toContainEqual({ code: "SUBJECT_BLOCKED", subjectCount: 3 });
    expect(judgements[0]).toEqual({ cause: "FACT", causeId: fact });
  });

  it("a review is held against the disclosures that answered the demand, and a later one takes that back", async () => {
    const input = authorityRequestInput();
    await server.admin.request(REGISTER_REQUEST, { input });
    const id = await disclose({ ...COURT, subjects: [v7()], authorityRequest: input.id });
    const before = await shownAtLast(id);
    const review = async (lawful: boolean) => {
      const answer = await server.admin.request<ReviewedRequest>(REVIEW_REQUEST, {
        input: { id: input.id, lawful, reasons: "Looked at by a test." },
      });
      return answer.reviewAuthorityRequest.review.id;
    };
    const unlawful = await review(false);
    const { findings, judgements } = await shownAtLast(id);
    expect(findings).toEqual(
      expect.arrayContaining([...before.findings, { code: "AUTHORITY_REQUEST_UNLAWFUL", subjectCount: 1 }]),
    );
    expect(judgements[0]).toEqual({ cause: "REVIEW", causeId: unlawful });
    const lawful = await review(true);
    const after = await shownAtLast(id);
    expect(after.findings).toEqual(before.findings);
    expect(after.judgements[0]).toEqual({ cause: "REVIEW", causeId: lawful });
  });
});
