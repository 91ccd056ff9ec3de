import { beforeAll, describe, expect, it } from "@jest/globals";
import { v7 } from "uuid";
import { asEraser } from "../../../src/platform/db/eraser.js";
import { run, sql } from "../../../src/platform/db/sql.js";
import { inTransaction } from "../../../src/platform/db/transaction.js";
import { AMEND } from "../../support/disclosure-operations.js";
import { disclosureInput, RECORD } from "../../support/disclosure-input.js";
import { erasingOn } from "../../support/erasing.js";
import {
  consentInput,
  END_AGREEMENT,
  factsOf,
  LIFT_RESTRICTION,
  RECORD_CONSENT,
  restrictionInput,
  RESTRICT_USE,
} from "../../support/fact-operations.js";
import { sendList } from "../../support/send-list.js";
import { dumpRows } from "../../support/stored-rows.js";
import { withTestServer, type RequestError } from "../../support/test-server.js";

const server = withTestServer({ sealReferences: true });
const { record: recordFact } = factsOf(server);
let erasing: ReturnType<typeof erasingOn>;
beforeAll(() => {
  erasing = erasingOn(server);
});

const statusOf = async (reference: string) =>
  (
    await server.admin.request<{ dataSubject: { status: unknown } }>(
      "query ($reference: String!) { dataSubject(reference: $reference) { status { isHeld isErased } } }",
      { reference },
    )
  ).dataSubject.status;

const newUser = () => `canary-${v7()}`;

async function record(changes: Record<string, unknown>): Promise<string> {
  const input = disclosureInput(changes);
  await server.admin.request(RECORD, { input });
  return input.id;
}

async function factOf(mutation: string, input: Record<string, unknown>): Promise<string> {
  return (await recordFact(mutation, input)).fact.id;
}

const SHOWN = /* GraphQL */ `
  query ($id: UUID!) {
    disclosure(id: $id) {
      subjectCount
      note
      source
      externalReference
      subjects(first: 10) {
        nodes {
          id
        }
      }
      findings {
        code
      }
    }
  }
`;
interface Shown {
  readonly subjectCount: number;
  readonly note: string | null;
  readonly source: string | null;
  readonly externalReference: string | null;
  readonly subjects: { readonly nodes: readonly { readonly id: string }[] };
  readonly findings: readonly { readonly code: string }[];
}
const shown = async (id: string) =>
  (await server.admin.request<{ disclosure: Shown }>(SHOWN, { id })).disclosure;

const COUNTED = "{ disclosureStatistics(groupBy: [RECIPIENT]) { rows { disclosures subjectDisclosures } } }";

describe("After a person was erased", () => {
  it("no table holds the reference, or ties it to the number, and what was counted stays", async () => {
    const user = newUser();
    const alone = await record({ subjects: [user], note: `Asked by ${user}`, source: "warehouse" });
    const shared = await record({
      subjects: [user, "other"],
      note: `For ${user.toUpperCase()}`,
      source: "till",
    });
    const replaced = await record({ subjects: [user], externalReference: user });
    const amendment = { id: v7(), amends: replaced, reason: `${user} complained`, void: true };
    await server.admin.request(AMEND, { input: amendment });
    await recordFact(RESTRICT_USE, restrictionInput({ subject: user, reason: `${user} wants it` }));
    const list = await sendList({ url: server.url, key: server.admin.key }, `${user}\n`);
    const before = { counted: await server.admin.request(COUNTED), alone: await shown(alone) };

    const number = await erasing.erase(user);
    await erasing.seeThrough();

    const dump = (await dumpRows(server.database.owner)).toLowerCase();
    expect(dump).not.toContain(user);
    const [pseudonym] = erasing.subjects.name([user]).keys();
    expect(dump).not.toContain(pseudonym);
    const [held] = await run<{ tied: number; sealed: number; prints: number }>(
      server.database.owner.manager,
      sql`SELECT (SELECT count(*)::int FROM subject WHERE number = ${number}) AS tied,
                 (SELECT count(*)::int FROM sealed_reference WHERE subject_number = ${number}) AS sealed,
                 (SELECT count(*)::int FROM disclosure_fingerprint
                   WHERE disclosure_id = ANY (${[alone, shared, replaced]}::uuid[])) AS prints`,
    );
    expect(held).toEqual({ tied: 0, sealed: 0, prints: 0 });
    expect(
      await server.admin.request("query ($user: String!) { dataSubject(reference: $user) { id } }", { user }),
    ).toEqual({
      dataSubject: null,
    });
    expect(await server.admin.request(COUNTED)).toEqual(before.counted);
    expect(await shown(alone)).toMatchObject({
      subjectCount: 1,
      subjects: before.alone.subjects,
      note: null,
      source: null,
    });
    expect(await shown(shared)).toMatchObject({ subjectCount: 2, note: null, source: "till" });
    const digests = await run<{ digest: string }>(
      server.database.owner.manager,
      sql`SELECT encode(digest, 'hex') AS digest FROM subject_list WHERE id = ${list.id!}`,
    );
    const digest = erasing.subjects.digestOf(erasing.subjects.name([user])).toString("hex");
    expect(digests).toEqual([{ digest: expect.not.stringMatching(digest) }]);
  });

  it("a retry of what was recorded before still answers the record", async () => {
    const user = newUser();
    const input = disclosureInput({ subjects: [user] });
    await server.admin.request(RECORD, { input });
    await erasing.erase(user);
    expect(await server.admin.request(RECORD, { input })).toMatchObject({
      recordDisclosure: { created: false },
    });
  });

  it("the agreements of the user are not to be recognised, and what hung on them still does", async () => {
    const user = newUser();
    await recordFact(RECORD_CONSENT, consentInput({ subject: user, agreement: "contract 7" }));
    const other = newUser();
    await recordFact(RECORD_CONSENT, consentInput({ subject: other, agreement: "contract 7" }));
    await recordFact(END_AGREEMENT, { subject: user, agreement: "contract 7", endedOn: "2026-02-20" });
    const agreements = () =>
      run<{ user: string; agreement: string }>(
        server.database.owner.manager,
        sql`SELECT f.kind || ' ' || (f.recorded_by = '') AS user, encode(f.agreement, 'hex') AS agreement
              FROM subject_fact f WHERE f.agreement IS NOT NULL ORDER BY f.recorded_at, f.id`,
      );
    const before = await agreements();
    expect(new Set(before.map(({ agreement }) => agreement)).size).toBe(1);
    await erasing.erase(user);
    const after = (await agreements()).map(({ agreement }) => agreement);
    expect(after[1]).toBe(before[1]!.agreement);
    expect(after[0]).not.toBe(before[0]!.agreement);
    expect(after[2]).toBe(after[0]);
  });

  it("nobody can make the agreements of somebody unrecognisable who was not erased", async () => {
    const user = newUser();
    await recordFact(RECORD_CONSENT, consentInput({ subject: user, agreement: "contract 8" }));
    const number = (await erasing.subjects.find(user))!;
    const blinded = () =>
      inTransaction(server.database.api, (tx) =>
        asEraser(tx, () => run<{ touched: number }>(tx, sql`SELECT blind_agreements(${number}) AS touched`)),
      );
    expect(await blinded()).toEqual([{ touched: 0 }]);
    await erasing.erase(user);
    expect(await blinded()).toEqual([{ touched: 1 }]);
  });
});

describe("Whoever must not be erased", () => {
  it("is named by the legal hold, and can be erased once it is lifted", async () => {
    const user = newUser();
    const hold = await factOf(RESTRICT_USE, {
      subject: user,
      kind: "LEGAL_HOLD",
      from: "2026-02-01T10:00:00Z",
      reason: "A lawsuit",
    });
    await expect(erasing.erase(user)).rejects.toMatchObject({
      code: "CONFLICT",
      message: expect.stringMatching(new RegExp(`legal hold ${hold}.*liftRestriction`)),
    });
    expect(await statusOf(user)).toEqual({ isHeld: true, isErased: false });
    await recordFact(LIFT_RESTRICTION, {
      subject: user,
      restriction: hold,
      liftedAt: new Date().toISOString(),
    });
    await erasing.erase(user);
  });

  it("cannot be held back in part", async () => {
    const input = restrictionInput({ kind: "LEGAL_HOLD", purposes: ["marketing"] });
    const errors: readonly RequestError[] = await server.admin.errorsOf(RESTRICT_USE, { input });
    expect(errors[0]?.extensions).toMatchObject({
      code: "BAD_USER_INPUT",
      fields: ["categories", "purposes"],
    });
  });

  it("was erased already, unless something was recorded since", async () => {
    const user = newUser();
    await record({ subjects: [user] });
    await erasing.erase(user);
    await expect(erasing.erase(user)).rejects.toMatchObject({
      code: "CONFLICT",
      message: expect.stringMatching(
        /^outcome: This user was erased on 20\d\d-\d\d-\d\d, and nothing was recorded/,
      ),
    });
    await record({ subjects: [user] });
    const number = await erasing.erase(user);
    expect(number).not.toBeNull();
  });
});

describe("What became of an erased user's data", () => {
  it("is written down for each element, with the rules of the data map", async () => {
    const requestId = v7();
    await erasing.erase(newUser(), requestId);
    const rows = await run<{ category: string; fate: string; rules: string[] }>(
      server.database.owner.manager,
      sql`SELECT category, fate, rules FROM erasure_outcome WHERE request_id = ${requestId}`,
    );
    const fateOf = new Map(rows.map(({ category, fate, rules }) => [category, [fate, rules]]));
    expect(fateOf.get("identification.language_of_communication")).toEqual([
      "DESTROYED",
      ["account_deleted"],
    ]);
    expect(fateOf.get("transaction.purchases")).toEqual(["KEPT", ["accounting_law", "as_long_as_needed"]]);
    expect(fateOf.has("identification")).toBe(false);
  });
});

describe("Somebody of whom nothing was recorded", () => {
  it("can be erased, and is known to have been when something is", async () => {
    const user = newUser();
    expect(await erasing.erase(user)).toBeNull();
    const id = await record({ subjects: [user], occurredAt: new Date().toISOString() });
    expect((await shown(id)).findings).toContainEqual({ code: "SUBJECT_ERASED" });
  });
});
