import { beforeAll, describe, expect, it } from "@jest/globals";
import { v7 } from "uuid";
import type { FactContent } from "../../src/modules/consents/index.js";
import { disclosureInput, RECORD } from "../support/disclosure-input.js";
import { RECORD_BATCH } from "../support/disclosure-operations.js";
import {
  FINDING_FIELDS,
  RECORD_JUDGED,
  recordJudged,
  type ShownFinding,
} from "../support/finding-operations.js";
import { csvOfUsers, postList, sendList } from "../support/send-list.js";
import { storeFact } from "../support/store-facts.js";
import { countRows } from "../support/stored-rows.js";
import { withTestServer } from "../support/test-server.js";

const server = withTestServer();

/** What the example's advertiser may get, on consent, for a purpose that communicates with the user. */
const MARKETING = {
  recipient: "example_advertiser",
  purpose: "marketing",
  legalGround: "consent",
  categories: ["identification.email"],
};
const CONSENT: FactContent = {
  kind: "CONSENT",
  legalGround: "consent",
  policyVersion: 1,
  givenAt: new Date("2026-02-01T10:00:00Z"),
  agreement: null,
};
const BLOCK: FactContent = {
  kind: "RESTRICTION",
  restriction: "BLOCK",
  categories: [],
  purposes: [],
  from: new Date("2026-02-10T10:00:00Z"),
};

const codesOf = (findings: readonly { readonly code: string }[]) => findings.map(({ code }) => code);

/** Lets the registry see users, without a finding. */
async function see(...references: string[]): Promise<void> {
  expect(await recordJudged(server.admin, { subjects: references })).toEqual([]);
}

async function handleOf(reference: string): Promise<string> {
  const { dataSubject } = await server.admin.request<{ dataSubject: { id: string } }>(
    "query ($reference: String!) { dataSubject(reference: $reference) { id } }",
    { reference },
  );
  return dataSubject.id;
}

async function handlesOf(...references: string[]): Promise<string[]> {
  return (await Promise.all(references.map(handleOf))).sort();
}

const shownHandles = ({ subjects }: ShownFinding) => subjects.nodes.map(({ id }) => id).sort();

describe("A disclosure that is recorded", () => {
  it("has no finding where everything is in order, and no judgement is stored", async () => {
    const before = await countRows(server.database.owner);
    await see("ann", "ben");
    const after = await countRows(server.database.owner);
    for (const table of ["judgement", "finding", "finding_member"]) expect(after[table]).toBe(before[table]);
  });

  it("is told at once what was found about the transfer, which concerns all of its users", async () => {
    const [finding, ...others] = await recordJudged(server.admin, {
      subjects: ["ann", "ben", "carl"],
      categories: ["identification.email", "identification.first_name"],
    });
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      code: "CATEGORY_NOT_PERMITTED",
      kind: "BREACH",
      subjectCount: 3,
      fields: ["categories"],
    });
    expect(finding!.message).toContain("identification.email");
    expect(finding!.subjects.totalCount).toBe(3);
    expect(shownHandles(finding!)).toEqual(await handlesOf("ann", "ben", "carl"));
  });

  it("is judged user by user, by what is known about each", async () => {
    await see("dora", "emil", "fred");
    await storeFact(server.database.api, CONSENT, ["dora", "emil"]);
    await storeFact(server.database.api, BLOCK, ["emil"]);
    const findings = await recordJudged(server.admin, {
      ...MARKETING,
      subjects: ["dora", "emil", "fred", "gustav, never seen before"],
    });
    expect(codesOf(findings)).toEqual(["CONSENT_MISSING", "SUBJECT_BLOCKED"]);
    const [missing, blocked] = findings;
    expect(shownHandles(missing!)).toEqual(await handlesOf("fred", "gustav, never seen before"));
    expect(missing!.subjectCount).toBe(2);
    expect(shownHandles(blocked!)).toEqual(await handlesOf("emil"));
  });

  it("is judged by what was true when it happened", async () => {
    await see("hans");
    await storeFact(server.database.api, BLOCK, ["hans"]);
    const before = await recordJudged(server.admin, {
      subjects: ["hans"],
      occurredAt: "2026-02-10T09:59:59.999Z",
    });
    const after = await recordJudged(server.admin, {
      subjects: ["hans"],
      occurredAt: "2026-02-10T10:00:00.000Z",
    });
    expect([codesOf(before), codesOf(after)]).toEqual([[], ["SUBJECT_BLOCKED"]]);
  });

  it("is judged once, however often it is sent", async () => {
    const input = disclosureInput({ categories: ["identification.email"] });
    await server.admin.request(RECORD, { input });
    const before = await countRows(server.database.owner);
    await server.admin.request(RECORD, { input });
    expect(await countRows(server.database.owner)).toEqual(before);
  });

  it("shares no finding with the others of its batch", async () => {
    await see("ida", "jan");
    await storeFact(server.database.api, BLOCK, ["jan"]);
    const inputs = [
      disclosureInput({ subjects: ["ida"] }),
      disclosureInput({ subjects: ["jan", "ida"] }),
      disclosureInput({ subjects: ["ida"], categories: ["reviews"] }),
      disclosureInput({ subjects: ["ida"], recipient: "example_courrier" }),
    ];
    await server.admin.request(RECORD_BATCH, { inputs });
    const found = await Promise.all(inputs.map(({ id }) => findingsOf(id)));
    expect(found.map((each) => each && codesOf(each))).toEqual([
      [],
      ["SUBJECT_BLOCKED"],
      ["CATEGORY_NOT_PERMITTED"],
      null,
    ]);
  });
});

async function findingsOf(id: string): Promise<readonly ShownFinding[] | null> {
  const { disclosure } = await server.admin.request<{
    disclosure: { findings: readonly ShownFinding[] } | null;
  }>(`query ($id: UUID!) { disclosure(id: $id) { findings { ${FINDING_FIELDS} } } }`, { id });
  return disclosure && disclosure.findings;
}

describe("A disclosure of a list", () => {
  const USERS = 9_000;
  let subjectList: string;

  beforeAll(async () => {
    const sent = await sendList({ url: server.url, key: server.admin.key }, csvOfUsers(USERS));
    subjectList = sent.id!;
    await storeFact(server.database.api, CONSENT, ["user-0", "user-5000", "user-8999"]);
    await storeFact(server.database.api, BLOCK, ["user-17", "user-5000"]);
  });

  const listed = (changes: Record<string, unknown>) =>
    recordJudged(server.admin, { subjects: undefined, subjectList, ...changes });

  it("is judged user by user, too", async () => {
    const findings = await listed(MARKETING);
    expect(codesOf(findings)).toEqual(["CONSENT_MISSING", "SUBJECT_BLOCKED"]);
    const [missing, blocked] = findings;
    expect([missing!.subjectCount, blocked!.subjectCount]).toEqual([USERS - 3, 2]);
    expect(missing!.subjects.totalCount).toBe(USERS - 3);
    expect(missing!.subjects.nodes).toHaveLength(1_000);
    expect(shownHandles(missing!)).not.toContain(await handleOf("user-0"));
    expect(shownHandles(blocked!)).toEqual(await handlesOf("user-17", "user-5000"));
  });

  it("says of a finding about all users only that it is about all", async () => {
    const before = await countRows(server.database.owner);
    const [finding] = await listed({ categories: ["reviews"], purpose: "provision_of_services" });
    expect(finding).toMatchObject({ code: "CATEGORY_NOT_PERMITTED", subjectCount: USERS });
    expect(finding!.subjects.nodes).toHaveLength(1_000);
    const after = await countRows(server.database.owner);
    expect(after.finding_member! - before.finding_member!).toBe(2);
  });

  it("has the same findings as one that names its users", async () => {
    const few = ["user-1", "user-17", "user-5000", "user-8999"];
    const sent = await sendList({ url: server.url, key: server.admin.key }, few.join("\n"));
    const comparable = (findings: readonly ShownFinding[]) =>
      findings.map(({ id: _, ...finding }) => ({
        ...finding,
        subjects: shownHandles({ id: "", ...finding }),
      }));
    const named = await recordJudged(server.admin, { ...MARKETING, subjects: few });
    expect(codesOf(named)).toEqual(["CONSENT_MISSING", "SUBJECT_BLOCKED"]);
    expect(comparable(await listed({ ...MARKETING, subjectList: sent.id }))).toEqual(comparable(named));
  });
});

describe("Recording", () => {
  /** The statements of a recording, without what the process does now and then. */
  async function statementsOf(document: string, variables: Record<string, unknown>): Promise<string[]> {
    const { statements } = await server.statementsOf(() => server.admin.request(document, variables));
    return statements.filter((statement) => !/secret_hash|subject_number_block/.test(statement));
  }
  const judging = (statements: readonly string[]) =>
    statements.filter((statement) => /subject_fact|judgement|finding/.test(statement));

  it("asks one question about the users of all its disclosures, and writes nothing where nothing is found", async () => {
    await see("karl", "lena");
    const inputs = [["karl"], ["lena"], ["karl", "lena"]].map((subjects) => disclosureInput({ subjects }));
    const judged = judging(await statementsOf(RECORD_BATCH, { inputs }));
    expect(judged).toHaveLength(1);
    expect(judged[0]).toContain("subject_fact_member");
  });

  it("writes the findings of all its disclosures at once", async () => {
    const inputs = (count: number) =>
      Array.from({ length: count }, (_, n) => disclosureInput({ ...MARKETING, subjects: [`mia ${n}`] }));
    await statementsOf(RECORD_BATCH, { inputs: inputs(3) });
    const few = judging(await statementsOf(RECORD_BATCH, { inputs: inputs(3) }));
    const many = judging(await statementsOf(RECORD_BATCH, { inputs: inputs(100) }));
    expect(few).toHaveLength(2);
    expect(many).toEqual(few);
  });

  it("keeps neither a disclosure nor a finding of a call that is refused", async () => {
    const before = await countRows(server.database.owner);
    const input = disclosureInput({ ...MARKETING, id: v7({ msecs: Date.parse("2020-01-01") }) });
    await server.admin.errorsOf(RECORD_JUDGED, { input });
    expect(await countRows(server.database.owner)).toEqual(before);
  });
});

describe("The users whom a finding concerns", () => {
  it("are told among references that are sent, be they some of the disclosure's users or all", async () => {
    await see("matched-1", "matched-2", "matched-3");
    await storeFact(server.database.api, BLOCK, ["matched-2"]);
    const findings = await recordJudged(server.admin, {
      ...MARKETING,
      subjects: ["matched-1", "matched-2", "matched-3"],
    });
    const concerned = async (code: string) => {
      const { id } = findings.find((finding) => finding.code === code)!;
      const path = `/subject-lists/match/${id}`;
      const sent = "matched-3\nsomebody\nmatched-2\nmatched-1\n";
      return (await postList({ url: server.url, key: server.admin.key }, sent, { path })).text();
    };
    expect(await concerned("SUBJECT_BLOCKED")).toBe("matched-2\n");
    expect(await concerned("CONSENT_MISSING")).toBe("matched-3\nmatched-2\nmatched-1\n");
  });
});
