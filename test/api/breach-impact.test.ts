import { beforeAll, describe, expect, it } from "@jest/globals";
import { BREACH_IMPACT, impactOf } from "../support/breach-operations.js";
import { AMEND, RECORD_BATCH } from "../support/disclosure-operations.js";
import { disclosureInput } from "../support/disclosure-input.js";
import { sendList } from "../support/send-list.js";
import { MovableClock } from "../support/movable-clock.js";
import { withTestServer } from "../support/test-server.js";

const clock = new MovableClock("2026-03-20T10:00:00.000Z");
const server = withTestServer({ clock });

const UPSERT = /* GraphQL */ `
  mutation Upsert($input: UpsertRecipientInput!) {
    upsertRecipient(input: $input) {
      revision
    }
  }
`;

const NAME = "identification.first_name";
const EMAIL = "identification.email";
const PHONE = "identification.mobile_phone";
const at = (day: number) => `2026-03-${String(day).padStart(2, "0")}T10:00:00.000Z`;

const failed = disclosureInput({ outcome: "FAILED", occurredAt: at(1), subjects: ["failed"] });
const partly = disclosureInput({
  outcome: "PARTLY_DELIVERED",
  occurredAt: at(2),
  categories: [NAME, EMAIL],
  subjects: ["ann", "bob"],
});
const plain = disclosureInput({ occurredAt: at(3), categories: [NAME], subjects: ["bob", "cid"] });
const whole = disclosureInput({ occurredAt: at(4), categories: ["identification"], subjects: ["dan"] });
const receipt = disclosureInput({ direction: "INBOUND", occurredAt: at(5), subjects: ["receipt"] });
const voided = disclosureInput({ occurredAt: at(5), subjects: ["voided"] });
const restated = disclosureInput({ occurredAt: at(6), subjects: ["restated"] });
const toBank = disclosureInput({
  occurredAt: at(7),
  recipient: "example_bank",
  legalGround: "consent",
  categories: [PHONE],
  subjects: ["ann", "eve"],
});
const abroad = disclosureInput({
  occurredAt: at(8),
  recipient: "example_analytics_abroad",
  purpose: "statistics",
  legalGround: "consent",
  categories: [EMAIL, PHONE],
  subjects: ["ann", "fay"],
});

beforeAll(async () => {
  const inputs = [failed, partly, plain, whole, receipt, voided, restated, toBank, abroad];
  const { recordDisclosures } = await server.admin.request<{
    recordDisclosures: { results: { created: boolean }[] };
  }>(RECORD_BATCH, { inputs: inputs.map((input) => withNewId(input)) });
  expect(recordDisclosures.results.every(({ created }) => created)).toBe(true);
  await server.admin.request(AMEND, { input: { amends: idOf(voided), reason: "Never sent.", void: true } });
  const correction = disclosureInput({ occurredAt: at(6), categories: [NAME], subjects: ["gus"] });
  await server.admin.request(AMEND, {
    input: { amends: idOf(restated), reason: "Another user.", restated: withoutId(correction) },
  });
});

const ids = new Map<object, string>();
/** Ids are bound to the clock of the test. */
function withNewId(input: Record<string, unknown>): Record<string, unknown> {
  const hex = clock.now().getTime().toString(16).padStart(12, "0");
  const id = `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-${String(ids.size).padStart(12, "0")}`;
  ids.set(input, id);
  return { ...input, id };
}
const idOf = (input: object) => ids.get(input)!;
const withoutId = ({ id: _, ...input }: Record<string, unknown>) => input;

const keyed = (
  list: readonly { readonly distinctUsers: number; readonly disclosures: number }[],
  name: string,
) =>
  Object.fromEntries(
    list.map((each) => [
      (each as unknown as Record<string, { key: string }>)[name]!.key,
      [each.distinctUsers, each.disclosures],
    ]),
  );

describe("breachImpact", () => {
  it("counts, of a recipient, what reached it and stands, and each user once", async () => {
    const impact = await impactOf(server.admin, { recipient: "example_courier" });
    expect(impact).toMatchObject({
      asOf: clock.at(0),
      revision: 1,
      distinctUsers: 5,
      disclosures: 4,
      subjectDisclosures: 6,
      firstAt: at(2),
      lastAt: at(6),
      completeSince: null,
      noticeDueAt: null,
      noticeProblem: null,
    });
    expect(keyed(impact.perRecipient, "recipient")).toEqual({ example_courier: [5, 4] });
    expect(keyed(impact.perCategory, "category")).toEqual({
      [NAME]: [4, 3],
      [EMAIL]: [2, 1],
      identification: [1, 1],
    });
  });

  it("takes in, of a category, those under it and those above it, and tells no other", async () => {
    const impact = await impactOf(server.admin, { category: EMAIL });
    expect(impact).toMatchObject({ distinctUsers: 4, disclosures: 3 });
    expect(keyed(impact.perCategory, "category")).toEqual({ [EMAIL]: [3, 2], identification: [1, 1] });
    expect(keyed(impact.perRecipient, "recipient")).toEqual({
      example_courier: [3, 2],
      example_analytics_abroad: [2, 1],
    });
    const all = await impactOf(server.admin, { category: "identification" });
    expect([all.distinctUsers, all.disclosures]).toEqual([7, 6]);
    expect(all.perCategory.length).toBe(4);
  });

  it.each<[string, Record<string, unknown>, [number, number]]>([
    ["a country", { country: "US" }, [2, 1]],
    ["a country that nothing went to", { country: "DE" }, [0, 0]],
    ["a beginning", { occurredFrom: at(7) }, [3, 2]],
    ["an end", { occurredTo: at(3) }, [2, 1]],
    ["a period", { occurredFrom: at(3), occurredTo: at(7) }, [4, 3]],
    ["a recipient and a category", { recipient: "example_courier", category: EMAIL }, [3, 2]],
    ["a recipient and another country", { recipient: "example_courier", country: "US" }, [0, 0]],
  ])("is narrowed to %s", async (_what, filter, [users, disclosures]) => {
    const impact = await impactOf(server.admin, filter);
    expect([impact.distinctUsers, impact.disclosures]).toEqual([users, disclosures]);
    if (disclosures === 0) {
      expect(impact).toMatchObject({ firstAt: null, lastAt: null, perRecipient: [], perCategory: [] });
    }
  });

  it("counts a list of users as any other set", async () => {
    const references = Array.from({ length: 20_000 }, (_, index) => `listed-${index}\n`).join("");
    const list = await sendList({ url: server.url, key: server.admin.key }, references);
    for (const purpose of ["provision_of_services", "claims_and_disputes"]) {
      const { subjects: _, ...input } = disclosureInput({ recipient: "example_court", purpose });
      await server.admin.request(RECORD_BATCH, { inputs: [withNewId({ ...input, subjectList: list.id })] });
    }
    const impact = await impactOf(server.admin, { recipient: "example_court" });
    expect(impact).toMatchObject({ distinctUsers: 20_000, disclosures: 2, subjectDisclosures: 40_000 });
  });

  it("answers many who ask at once", async () => {
    const filters = ["example_courier", "example_bank", "example_police"].flatMap((recipient) => [
      { recipient },
      { recipient },
    ]);
    const answers = await Promise.all(filters.map((filter) => impactOf(server.admin, filter)));
    expect(answers.map(({ distinctUsers }) => distinctUsers)).toEqual([5, 5, 2, 2, 0, 0]);
  });

  it("is read by whoever reads disclosures, and by nobody else", async () => {
    const filter = { recipient: "example_bank" };
    for (const role of ["ANALYST", "AUDITOR"] as const) {
      expect(await impactOf(await server.as(role), filter)).toMatchObject({ distinctUsers: 2 });
    }
    const [error] = await (await server.as("INTEGRATION")).errorsOf(BREACH_IMPACT, { filter });
    expect(error!.extensions.code).toBe("FORBIDDEN");
  });
});

describe("The notice of a breach", () => {
  it.each([
    // Working days of Kazakhstan: Nauryz and its days off are 21 to 25 March 2026, the first day counted is the next one.
    ["on a Friday before holidays", "2026-03-20T09:00:00+05:00", "2026-03-26T19:00:00.000Z"],
    ["on a Monday", "2026-03-16T09:00:00+05:00", "2026-03-17T19:00:00.000Z"],
    ["late on a Sunday by UTC, a Monday in Almaty", "2026-03-15T20:00:00Z", "2026-03-17T19:00:00.000Z"],
  ])(
    "is due at the end of the next working day where it was discovered %s",
    async (_day, discoveredAt, due) => {
      const filter = { recipient: "example_bank", discoveredAt };
      expect(await impactOf(server.admin, filter)).toMatchObject({ noticeDueAt: due, noticeProblem: null });
    },
  );

  it("says what to add where the calendar lacks the year", async () => {
    const filter = { recipient: "example_bank", discoveredAt: "2020-12-31T10:00:00Z" };
    const { noticeDueAt, noticeProblem } = await impactOf(server.admin, filter);
    expect(noticeDueAt).toBeNull();
    expect(noticeProblem).toMatch(/^The calendar of KZ does not know the year 202[01].*Add the year/);
  });
});

describe("Whoever may have got the data by way of others", () => {
  beforeAll(async () => {
    await server.admin.request(UPSERT, {
      input: { key: "example_courier", passesOnTo: ["example_survey_agency", "example_bank"] },
    });
    await server.admin.request(UPSERT, {
      input: { key: "example_survey_agency", passesOnTo: ["example_advertiser", "example_courier"] },
    });
  });

  it("is told from the data map, the nearest first", async () => {
    const { onwardRecipients, receivedThrough } = await impactOf(server.admin, {
      recipient: "example_courier",
    });
    expect(
      onwardRecipients.map(({ recipient, passedOnBy }) => [recipient.key, passedOnBy.map(({ key }) => key)]),
    ).toEqual([
      ["example_survey_agency", ["example_courier"]],
      ["example_bank", ["example_courier"]],
      ["example_advertiser", ["example_survey_agency"]],
      ["example_courier", ["example_survey_agency"]],
    ]);
    expect(receivedThrough.map(({ key }) => key)).toEqual(["example_survey_agency"]);
  });

  it("is followed from all recipients where none is asked about", async () => {
    const { onwardRecipients } = await impactOf(server.admin, { category: EMAIL });
    expect(onwardRecipients[0]!.recipient.key).toBe("example_survey_agency");
    expect((await impactOf(server.admin, { country: "US" })).onwardRecipients).toEqual([]);
  });

  it("had a breach of its own: what its suppliers got counts where it is asked for", async () => {
    const filter = { recipient: "example_advertiser" };
    const alone = await impactOf(server.admin, filter);
    expect(alone).toMatchObject({ distinctUsers: 0, disclosures: 0 });
    expect(alone.receivedThrough.map(({ key }) => key)).toEqual(["example_survey_agency", "example_courier"]);
    const through = await impactOf(server.admin, { ...filter, throughOthers: true });
    expect(through).toMatchObject({ distinctUsers: 5, disclosures: 4 });
    expect(keyed(through.perRecipient, "recipient")).toEqual({ example_courier: [5, 4] });
  });
});

describe("breachImpact refuses", () => {
  it.each<[string, Record<string, unknown>, string, string]>([
    ["a filter that narrows nothing", { discoveredAt: at(1) }, "filter", "at least one of recipient"],
    [
      "an unknown recipient",
      { recipient: "example_bnak" },
      "filter.recipient",
      'Did you mean "example_bank"?',
    ],
    ["an unknown category", { category: "email" }, "filter.category", 'Did you mean "identification.email"?'],
    [
      "a period that ends before it begins",
      { occurredFrom: at(2), occurredTo: at(1) },
      "filter.occurredTo",
      "must lie after its beginning",
    ],
    ["an empty period", { occurredFrom: at(2), occurredTo: at(2) }, "filter.occurredTo", "must lie after"],
    [
      "suppliers of no recipient",
      { category: EMAIL, throughOthers: true },
      "filter.throughOthers",
      "name it as recipient",
    ],
    [
      "a discovery to come",
      { recipient: "example_bank", discoveredAt: "2026-03-20T10:00:00.001Z" },
      "filter.discoveredAt",
      "discovered by now",
    ],
  ])("%s", async (_what, filter, field, remedy) => {
    const [error] = await server.admin.errorsOf(BREACH_IMPACT, { filter });
    expect(error!.extensions).toMatchObject({ code: "BAD_USER_INPUT", fields: [field] });
    expect(error!.message).toContain(remedy);
  });
});
