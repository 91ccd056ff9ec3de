import { beforeAll, describe, expect, it } from "@jest/globals";
import { v7 } from "uuid";
import { DisclosureRollup } from "../../src/modules/disclosures/index.js";
import { authorityRequestInput, REGISTER_REQUEST, REVIEW_REQUEST } from "../support/authority-operations.js";
import { disclosureInput, RECORD } from "../support/disclosure-input.js";
import { AMEND, RECORD_BATCH, type RecordedBatch } from "../support/disclosure-operations.js";
import { countRows } from "../support/stored-rows.js";
import { withTestServer } from "../support/test-server.js";

const server = withTestServer();

let court: string;
let police: string;
beforeAll(async () => {
  for (const recipient of ["example_court", "example_police"]) {
    const input = authorityRequestInput({ recipient });
    await server.admin.request(REGISTER_REQUEST, { input });
    if (recipient === "example_court") court = input.id;
    else police = input.id;
  }
});

const toCourt = (changes: Record<string, unknown> = {}) =>
  disclosureInput({
    recipient: "example_court",
    purpose: "claims_and_disputes",
    legalGround: "legal_obligation",
    authorityRequest: court,
    ...changes,
  });

async function demandOf(id: string): Promise<unknown> {
  const { disclosure } = await server.admin.request<{ disclosure: { authorityRequest: unknown } }>(
    "query ($id: UUID!) { disclosure(id: $id) { authorityRequest { id status recipient { key } } } }",
    { id },
  );
  return disclosure.authorityRequest;
}

async function refusalOf(document: string, input: Record<string, unknown>) {
  const before = await countRows(server.database.owner);
  const [error] = await server.admin.errorsOf(document, { input });
  expect(await countRows(server.database.owner)).toEqual(before);
  return { ...error!.extensions, message: error!.message };
}

describe("A disclosure that answers a demand", () => {
  it("points at the authority request, with what was found of it since", async () => {
    const input = toCourt();
    await server.admin.request(RECORD, { input });
    const demand = { id: court, recipient: { key: "example_court" } };
    expect(await demandOf(input.id)).toEqual({ ...demand, status: "UNREVIEWED" });
    await server.admin.request(REVIEW_REQUEST, { input: { id: court, lawful: true, reasons: "Complete." } });
    expect(await demandOf(input.id)).toEqual({ ...demand, status: "LAWFUL" });
  });

  it("points at none where none was named", async () => {
    const input = disclosureInput();
    await server.admin.request(RECORD, { input });
    expect(await demandOf(input.id)).toBeNull();
  });

  it("is the same when sent again, whatever the case of the id's letters", async () => {
    const input = toCourt();
    await server.admin.request(RECORD, { input });
    for (const authorityRequest of [court, court.toUpperCase()]) {
      expect(await server.admin.request(RECORD, { input: { ...input, authorityRequest } })).toMatchObject({
        recordDisclosure: { created: false },
      });
    }
  });

  it.each<[string, () => string | null]>([
    ["none", () => null],
    ["another", () => secondOfCourt],
  ])(
    "is a conflict that names authorityRequest where it names %s under the same id",
    async (_what, other) => {
      const input = toCourt();
      await server.admin.request(RECORD, { input });
      const refusal = await refusalOf(RECORD, { ...input, authorityRequest: other() });
      expect(refusal).toMatchObject({ code: "CONFLICT", fields: ["authorityRequest"] });
    },
  );
  let secondOfCourt: string;
  beforeAll(async () => {
    const input = authorityRequestInput();
    await server.admin.request(REGISTER_REQUEST, { input });
    secondOfCourt = input.id;
  });

  it("is found by the demand, in lists and in statistics, beside what else is asked of it", async () => {
    const ids = [];
    for (const outcome of ["DELIVERED", "FAILED"]) {
      const input = toCourt({ authorityRequest: secondOfCourt, outcome });
      await server.admin.request(RECORD, { input });
      ids.unshift(input.id);
    }
    const find = (filter: Record<string, unknown>) =>
      server.admin.request(
        `query ($filter: DisclosureFilter) {
          disclosures(filter: $filter) { nodes { id } totalCount }
          disclosureStatistics(filter: $filter) { rows { disclosures distinctSubjects } }
        }`,
        { filter },
      );
    const found = {
      disclosures: { nodes: ids.map((id) => ({ id })), totalCount: 2 },
      disclosureStatistics: { rows: [{ disclosures: 2, distinctSubjects: 2 }] },
    };
    expect(await find({ authorityRequest: secondOfCourt })).toEqual(found);
    // The counts by day do not tell demands apart.
    await new DisclosureRollup(server.database.api, server.app.dataMap).count();
    expect(await find({ authorityRequest: secondOfCourt })).toEqual(found);
    const nothing = {
      disclosures: { nodes: [], totalCount: 0 },
      disclosureStatistics: { rows: [{ disclosures: 0, distinctSubjects: 0 }] },
    };
    expect(await find({ authorityRequest: v7() })).toEqual(nothing);
    expect(await find({ authorityRequest: secondOfCourt, recipient: "example_police" })).toEqual(nothing);
  });

  it("is refused where there is no such request, or another recipient made it", async () => {
    const unknown = await refusalOf(RECORD, toCourt({ authorityRequest: v7() }));
    expect(unknown).toMatchObject({ code: "BAD_USER_INPUT", fields: ["authorityRequest"] });
    expect(unknown.message).toMatch(
      /no authority request with this id; check it, or register the request first/,
    );
    const others = await refusalOf(RECORD, toCourt({ authorityRequest: police }));
    expect(others).toMatchObject({ code: "BAD_USER_INPUT", fields: ["authorityRequest"] });
    expect(others.message).toMatch(/made by another recipient: name one that this recipient made/);
  });

  it("is refused with everything else that is wrong with it", async () => {
    const refusal = await refusalOf(
      RECORD,
      toCourt({ authorityRequest: v7(), recordCount: 0, subjects: [] }),
    );
    expect(refusal.fields).toEqual(["subjects", "recordCount", "authorityRequest"]);
  });

  it("hinders no other disclosure of its batch", async () => {
    const inputs = [
      toCourt(),
      toCourt({ authorityRequest: police }),
      toCourt({ authorityRequest: v7() }),
      disclosureInput(),
    ];
    const { recordDisclosures } = await server.admin.request<RecordedBatch>(RECORD_BATCH, { inputs });
    expect(recordDisclosures.results.map(({ created, error }) => [created, error?.fields])).toEqual([
      [true, undefined],
      [false, ["authorityRequest"]],
      [false, ["authorityRequest"]],
      [true, undefined],
    ]);
  });

  it("can be restated to point at the demand it forgot", async () => {
    const first = toCourt({ authorityRequest: undefined });
    await server.admin.request(RECORD, { input: first });
    const { id, ...restated } = toCourt();
    const amendment = { id, amends: first.id, reason: "The demand was not named.", restated };
    expect(
      await refusalOf(AMEND, { ...amendment, restated: { ...restated, authorityRequest: police } }),
    ).toMatchObject({
      code: "BAD_USER_INPUT",
      fields: ["restated.authorityRequest"],
    });
    await server.admin.request(AMEND, { input: amendment });
    expect(await demandOf(id)).toMatchObject({ id: court });
    expect(await demandOf(first.id)).toBeNull();
    expect(
      await refusalOf(AMEND, { ...amendment, restated: { ...restated, authorityRequest: null } }),
    ).toMatchObject({
      code: "CONFLICT",
      fields: ["restated.authorityRequest"],
    });
  });

  it("costs no statement where no demand is named, and two where any are: to understand it, and to judge by it", async () => {
    const statements = async (inputs: object[]) =>
      (await server.statementsOf(() => server.admin.request(RECORD_BATCH, { inputs }))).statements.filter(
        (each) => /authority_request r/.test(each),
      ).length;
    expect(await statements([disclosureInput(), disclosureInput()])).toBe(0);
    expect(await statements(Array.from({ length: 20 }, () => toCourt()))).toBe(2);
  });
});
