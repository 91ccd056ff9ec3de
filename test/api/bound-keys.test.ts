import { beforeAll, describe, expect, it } from "@jest/globals";
import { v7 } from "uuid";
import { AMEND, RECORD_BATCH, type RecordedBatch } from "../support/disclosure-operations.js";
import { disclosureInput, RECORD } from "../support/disclosure-input.js";
import { boundKeysOf } from "../support/bound-keys.js";
import { decidedRequest } from "../support/rights-operations.js";
import { csvOfUsers, sendList } from "../support/send-list.js";
import { withTestServer, type Api } from "../support/test-server.js";

const READ = /* GraphQL */ `
  query Read($id: UUID!) {
    disclosure(id: $id) {
      id
      recipient {
        key
        name
      }
      purpose {
        key
      }
      categories {
        key
      }
      note
      recordedBy
    }
  }
`;
const UNKNOWN_ID = "0192f0c0-0000-7000-8000-000000000001";

const server = withTestServer();
let courier: Api;
let bank: Api;
beforeAll(async () => {
  const bound = boundKeysOf(server);
  courier = await bound.newKey({ recipients: ["example_courier"] });
  bank = await bound.newKey({ recipients: ["example_bank"] });
});

describe("A key that is bound to a recipient", () => {
  it("records and reads what concerns that recipient", async () => {
    const input = disclosureInput({ note: "by hand" });
    expect(await courier.request(RECORD, { input })).toMatchObject({ recordDisclosure: { created: true } });
    expect(await courier.request(READ, { id: input.id })).toMatchObject({
      disclosure: { id: input.id, recipient: { key: "example_courier" }, note: "by hand" },
    });
    expect(await courier.request(RECORD, { input })).toMatchObject({ recordDisclosure: { created: false } });
  });

  it("finds nothing of another's disclosure, as of one that there is not", async () => {
    const input = disclosureInput();
    await server.admin.request(RECORD, { input });
    expect(await bank.request(READ, { id: input.id })).toEqual({ disclosure: null });
    expect(await bank.request(READ, { id: UNKNOWN_ID })).toEqual({ disclosure: null });
    expect(await courier.request(READ, { id: input.id })).toMatchObject({ disclosure: { id: input.id } });
  });

  it("is told of another recipient what it is told of one that nobody has heard of", async () => {
    const [foreign] = await bank.errorsOf(RECORD, { input: disclosureInput() });
    const [unknown] = await bank.errorsOf(RECORD, {
      input: disclosureInput({ recipient: "example_nobody_at_all" }),
    });
    expect(foreign!.message).not.toContain("courier");
    expect(foreign).toEqual(unknown);
  });

  it("is told that an id is taken by what it may not see, and nothing of that", async () => {
    const input = disclosureInput();
    await courier.request(RECORD, { input });
    const [error] = await bank.errorsOf(RECORD, {
      input: disclosureInput({ id: input.id, recipient: "example_bank", purpose: "provision_of_services" }),
    });
    expect(error).toMatchObject({
      message: expect.stringContaining("id: This id is taken."),
      extensions: { code: "CONFLICT", fields: ["id"] },
    });
  });

  it("amends its own, and of another's is told that there is none", async () => {
    const input = disclosureInput();
    await courier.request(RECORD, { input });
    const voiding = (amends: string) => ({
      input: { id: disclosureInput().id, amends, reason: "A slip", void: true },
    });
    const [foreign] = await bank.errorsOf(AMEND, voiding(input.id));
    const [unknown] = await bank.errorsOf(AMEND, voiding(UNKNOWN_ID));
    expect(foreign).toEqual(unknown);
    expect(await courier.request(AMEND, voiding(input.id))).toMatchObject({
      amendDisclosure: { created: true, amendment: { reason: "A slip" } },
    });
  });

  it("records a batch in which each disclosure has its own fate", async () => {
    const inputs = [disclosureInput(), disclosureInput({ recipient: "example_bank" })];
    const { recordDisclosures } = await courier.request<RecordedBatch>(RECORD_BATCH, { inputs });
    expect(recordDisclosures.results.map(({ created, error }) => [created, error?.fields])).toEqual([
      [true, undefined],
      [false, ["recipient"]],
    ]);
  });
});

describe("Whoever is bound to a recipient", () => {
  it("does all that partner code does: asks before, rests on the answer, sends a list, and fetches the receipt", async () => {
    const AUTHORIZE =
      "mutation ($input: RecordDisclosureInput!) { authorizeDisclosure(input: $input) { id } }";
    const { id: _, ...asked } = disclosureInput({ occurredAt: new Date().toISOString() });
    type Authorized = { authorizeDisclosure: { id: string | null } };
    const { authorizeDisclosure } = await courier.request<Authorized>(AUTHORIZE, { input: asked });
    const authorization = authorizeDisclosure.id;
    expect(authorization).not.toBeNull();
    const input = disclosureInput({ ...asked, authorization });
    expect(await courier.request(RECORD, { input })).toMatchObject({ recordDisclosure: { created: true } });

    const sent = await sendList({ url: server.url, key: courier.key }, csvOfUsers(3));
    expect(sent).toMatchObject({ status: 201 });
    const subjectList = sent.id;
    const listed = disclosureInput({ subjects: undefined, subjectList });
    expect(await courier.request(RECORD, { input: listed })).toMatchObject({
      recordDisclosure: { disclosure: { subjectCount: 3 } },
    });

    await server.publish();
    const RECEIPT = "query ($id: UUID!) { disclosure(id: $id) { receipt } }";
    expect(await courier.request(RECEIPT, { id: input.id })).toMatchObject({
      disclosure: { receipt: expect.stringContaining("c2sp.org/tlog-proof") },
    });
  });

  it("records about somebody who was erased, of whom the registry notes that they came back", async () => {
    const subject = "somebody who leaves";
    await server.admin.request(RECORD, { input: disclosureInput({ subjects: [subject] }) });
    await decidedRequest(server.admin, { id: v7(), subject, kind: "ERASURE" }, { reasons: "Asked for." });
    const returns = () =>
      server.database.owner.query(
        "SELECT FROM subject_fact WHERE kind = 'ERASURE' AND recorded_by = 'registry'",
      );
    expect(await returns()).toHaveLength(0);
    const input = disclosureInput({ subjects: [subject] });
    expect(await courier.request(RECORD, { input })).toMatchObject({ recordDisclosure: { created: true } });
    expect(await returns()).toHaveLength(1);
  });
});

describe("A key that is bound to a purpose", () => {
  it("records and reads for this purpose alone", async () => {
    const key = await boundKeysOf(server).newKey({ purposes: ["provision_of_services"] });
    const other = disclosureInput({
      purpose: "legal_obligations",
      legalGround: "legal_obligation",
    });
    const [foreign] = await key.errorsOf(RECORD, { input: other });
    const [unknown] = await key.errorsOf(RECORD, { input: { ...other, purpose: "no_such_purpose_at_all" } });
    expect(foreign).toEqual(unknown);
    await server.admin.request(RECORD, { input: other });
    expect(await key.request(READ, { id: other.id })).toEqual({ disclosure: null });
    expect(await key.request(RECORD, { input: disclosureInput() })).toMatchObject({
      recordDisclosure: { created: true },
    });
  });
});

describe("A bound key of the role REPORTER", () => {
  it("has its own disclosures counted, and reads nothing else", async () => {
    const reporter = await boundKeysOf(server).newKey({ role: "REPORTER", recipients: ["example_bank"] });
    const bankInput = disclosureInput({ recipient: "example_bank" });
    await server.admin.request(RECORD, { input: bankInput });
    const { disclosureStatistics } = await reporter.request<{
      disclosureStatistics: { rows: { recipient: { key: string } }[] };
    }>("{ disclosureStatistics(groupBy: [RECIPIENT]) { rows { recipient { key } } } }");
    expect(disclosureStatistics.rows.map(({ recipient }) => recipient.key)).toEqual(["example_bank"]);
    for (const dimension of ["RECIPIENT_KIND", "PURPOSE", "LEGAL_GROUND", "CATEGORY", "JURISDICTION"]) {
      const COUNT = `{ disclosureStatistics(groupBy: [${dimension}]) { rows { disclosures } } }`;
      expect(await reporter.request(COUNT)).toMatchObject({ disclosureStatistics: {} });
    }
    const [read] = await reporter.errorsOf(READ, { id: bankInput.id });
    const [map] = await reporter.errorsOf("{ recipients { totalCount } }");
    expect([read, map].map((error) => error!.extensions.code)).toEqual(["FORBIDDEN", "FORBIDDEN"]);
  });
});

describe("Making a bound key", () => {
  const CREATE =
    "mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { apiKey { recipients purposes } } }";
  const input = { name: "A partner", role: "INTEGRATION" };

  it("shows what it is bound to, sorted and each once", async () => {
    const recipients = ["example_courier", "example_bank", "example_bank"];
    const purposes = ["provision_of_services"];
    expect(await server.admin.request(CREATE, { input: { ...input, recipients, purposes } })).toEqual({
      createApiKey: { apiKey: { recipients: ["example_bank", "example_courier"], purposes } },
    });
  });

  it.each([
    ["a purpose that there is not", { purposes: ["no_such_purpose_at_all"] }, "purposes[0]"],
    ["more purposes than a key takes", { purposes: Array.from({ length: 101 }, () => "x") }, "purposes"],
    ["a role that is not bound", { role: "ANALYST", purposes: ["provision_of_services"] }, "purposes"],
  ])("refuses %s, and names the field", async (_, changes, field) => {
    const [error] = await server.admin.errorsOf(CREATE, { input: { ...input, ...changes } });
    expect(error!.extensions).toMatchObject({ code: "BAD_USER_INPUT", fields: [field] });
  });
});
