import { beforeAll, describe, expect, it } from "@jest/globals";
import { disclosureInput, RECORD } from "../support/disclosure-input.js";
import { RECORD_BATCH } from "../support/disclosure-operations.js";
import { countRows } from "../support/stored-rows.js";
import { withTestServer } from "../support/test-server.js";

/** What GraphQL itself refuses, before the registry sees it: the whole request, naming the place. */

const server = withTestServer();
let before: Record<string, number>;

beforeAll(async () => {
  before = await countRows(server.database.owner);
});

const MOMENT = "DateTime expects a date and time with its offset from UTC";
const ID = "UUID expects a UUID (RFC 9562), such as";
const COUNTRY = "CountryCode expects a country's two-letter code";

/** Field, a value of the wrong form, what is said of it. */
const malformed: readonly (readonly [string, unknown, string])[] = [
  ["occurredAt", "hidden", MOMENT],
  ["occurredAt", "2026-03-01", MOMENT],
  ["occurredAt", "2026-03-01T10:00:00", MOMENT],
  ["occurredAt", "2026-02-30T10:00:00Z", MOMENT],
  ["occurredAt", "01.03.2026 10:00", MOMENT],
  ["occurredAt", 1_772_359_200, MOMENT],
  ["id", "hidden", ID],
  ["id", "{0195511d-2c00-7cc3-98c4-dc0c0c07398f}", ID],
  ["id", "0195511d-2c00-7cc3-98c4-dc0c0c07398", ID],
  ["id", 17, ID],
  ["destination", "hidden", COUNTRY],
  ["destination", "XX", COUNTRY],
  ["destination", "KAZ", COUNTRY],
  ["destination", "", COUNTRY],
  ["recordCount", "hidden", "Int cannot represent non-integer value"],
  ["recordCount", 1.5, "Int cannot represent non-integer value"],
  ["recordCount", 2 ** 31, "Int cannot represent non 32-bit signed integer value"],
  ["channel", "PIGEON", 'not a value of the enum "DisclosureChannel"'],
  ["direction", "Outbound", 'not a value of the enum "DisclosureDirection"'],
  ["note", 4_711, "String cannot represent a non string value"],
];

/** A disclosure written into the document, with one field's value in place. */
function documentWith(field: string, value: unknown): string {
  const fields = { ...disclosureInput(), [field]: value };
  const isEnum = ["channel", "direction"].includes(field);
  const written = Object.entries(fields).map(([name, each]) =>
    name === field && isEnum ? `${name}: ${String(each)}` : `${name}: ${JSON.stringify(each)}`,
  );
  return `mutation { recordDisclosure(input: { ${written.join(", ")} }) { created } }`;
}

describe("a value of the wrong form", () => {
  it.each(malformed)("in %s is refused in variables: %j", async (field, value, message) => {
    const errors = await server.admin.errorsOf(RECORD, { input: disclosureInput({ [field]: value }) });
    expect(errors).toHaveLength(1);
    expect(errors[0]?.extensions).toEqual({ code: "BAD_USER_INPUT", fields: [field] });
    expect(errors[0]?.message).toContain(`${field}: `);
    expect(errors[0]?.message).toContain(message);
    expect(JSON.stringify(errors)).not.toMatch(/hidden|PIGEON|4711|1772359200/);
    expect(await countRows(server.database.owner)).toEqual(before);
  });

  it.each(malformed)("in %s is refused as a literal: %j", async (field, value, message) => {
    const errors = await server.admin.errorsOf(documentWith(field, value));
    expect(errors).toHaveLength(1);
    expect(errors[0]?.extensions).toEqual({ code: "GRAPHQL_VALIDATION_FAILED", fields: [field] });
    expect(errors[0]?.message).toContain(`${field}: `);
    expect(errors[0]?.message).toContain(message);
    expect(JSON.stringify(errors)).not.toMatch(/hidden|PIGEON|4711|1772359200/);
    expect(await countRows(server.database.owner)).toEqual(before);
  });

  it.each(["occurredAt", "recipient", "purpose", "legalGround", "categories"])(
    "is refused where %s is missing or null",
    async (field) => {
      for (const input of [disclosureInput({ [field]: undefined }), disclosureInput({ [field]: null })]) {
        const [error] = await server.admin.errorsOf(RECORD, { input });
        expect(error?.extensions).toEqual({ code: "BAD_USER_INPUT", fields: [field] });
      }
      expect(await countRows(server.database.owner)).toEqual(before);
    },
  );

  it("is refused where a list holds it, naming its place in the list", async () => {
    const [error] = await server.admin.errorsOf(RECORD, {
      input: disclosureInput({ subjects: ["ann", null], categories: ["reviews", 5] }),
    });
    expect(error?.extensions).toMatchObject({ code: "BAD_USER_INPUT" });
    const errors = await server.admin.errorsOf(RECORD, {
      input: disclosureInput({ subjects: ["ann", null] }),
    });
    expect(errors.map(({ extensions }) => extensions.fields)).toEqual([["subjects[1]"]]);
    expect(await countRows(server.database.owner)).toEqual(before);
  });

  it("names a field there is not, and the one that was meant", async () => {
    const [error] = await server.admin.errorsOf(RECORD, { input: disclosureInput({ recepient: "hidden" }) });
    expect(error?.extensions.code).toBe("BAD_USER_INPUT");
    expect(error?.message).toMatch(/"recepient" is not defined.*Did you mean "recipient"/);
    expect(JSON.stringify(error)).not.toContain("hidden");
  });
});

describe("a batch with a value of the wrong form", () => {
  it.each([
    ["id", "hidden"],
    ["occurredAt", "hidden"],
    ["destination", "hidden"],
  ])("is refused as a whole, and %s of the item is named", async (field, value) => {
    const inputs = Array.from({ length: 1_000 }, (_, index) =>
      disclosureInput({ subjects: [`user-${index}`], ...(index === 499 && { [field]: value }) }),
    );
    const errors = await server.admin.errorsOf(RECORD_BATCH, { inputs });
    expect(errors.map(({ extensions }) => extensions)).toEqual([
      { code: "BAD_USER_INPUT", fields: [`inputs[499].${field}`] },
    ]);
    expect(errors[0]?.message).toMatch(new RegExp(`^inputs\\[499\\]\\.${field}: `));
    expect(JSON.stringify(errors)).not.toContain("hidden");
    expect(await countRows(server.database.owner)).toEqual(before);
  });

  it("is refused likewise where it stands in the document", async () => {
    const [error] = await server.admin.errorsOf(
      `mutation { recordDisclosures(inputs: [
        { occurredAt: "2026-03-01T10:00:00Z", recipient: "example_bank", purpose: "statistics", legalGround: "consent", categories: "reviews" },
        { occurredAt: "hidden", recipient: "example_bank", purpose: "statistics", legalGround: "consent", categories: "reviews" }
      ]) { results { created } } }`,
    );
    expect(error?.extensions.fields).toEqual(["inputs[1].occurredAt"]);
    expect(JSON.stringify(error)).not.toContain("hidden");
  });
});
