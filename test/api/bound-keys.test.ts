import { beforeAll, describe, expect, it } from "@jest/globals";
import { AMEND, RECORD_BATCH, type RecordedBatch } from "../support/disclosure-operations.js";
import { disclosureInput, RECORD } from "../support/disclosure-input.js";
import { boundKeysOf } from "../support/bound-keys.js";
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
