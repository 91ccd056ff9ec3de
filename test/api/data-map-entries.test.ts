import { describe, expect, it } from "@jest/globals";
import { isInputObjectType } from "graphql";
import { catalogueLists } from "../../src/modules/datamap/core/catalogue-lists.js";
import { entrySchemaOf } from "../../src/modules/datamap/core/entry-schema.js";
import type { AppliedDataMap } from "../support/data-map-operations.js";
import { CHANGE_FIELDS } from "../support/data-map-operations.js";
import { EXAMPLE } from "../support/example-map.js";
import { withTestServer } from "../support/test-server.js";

const server = withTestServer();

function mutation(name: string, input: string, selection = ""): string {
  return `mutation { ${name}(input: {${input}}) { ${CHANGE_FIELDS} ${selection} } }`;
}

async function change(
  name: string,
  input: string,
  selection = "",
): Promise<AppliedDataMap & Record<string, unknown>> {
  const answer = await server.admin.request<Record<string, AppliedDataMap & Record<string, unknown>>>(
    mutation(name, input, selection),
  );
  return answer[name]!;
}

async function refusalOf(name: string, input: string): Promise<{ message: string; code: string }> {
  const [error] = await server.admin.errorsOf(mutation(name, input));
  return { message: error!.message, code: error!.extensions.code };
}

async function sourceText(): Promise<string> {
  const [row] = await server.database.owner.query<{ source_text: string }[]>(
    "SELECT source_text FROM data_map_revision ORDER BY number DESC LIMIT 1",
  );
  return row!.source_text;
}

describe("the mutations of single entries", () => {
  it("are there for every list of the document, with every field of its entries", () => {
    const fields = Object.keys(server.schema.getMutationType()!.getFields());
    expect(fields.filter((name) => name.startsWith("upsert"))).toHaveLength(catalogueLists.length);
    expect(fields.filter((name) => name.startsWith("retire"))).toHaveLength(catalogueLists.length);
    const input = server.schema.getType("UpsertRecipientInput");
    const names = isInputObjectType(input) ? Object.keys(input.getFields()) : [];
    expect(names).toEqual(expect.arrayContaining(Object.keys(entrySchemaOf("recipients").shape)));
  });

  it("add an entry at the end of its list, and leave the rest of the text as it was written", async () => {
    const applied = await change(
      "upsertProcessingPurpose",
      `key: "research", name: "Research", description: "To learn: how people learn.", communicatesWithUser: false, message: "Research begins."`,
      "processingPurpose { key communicatesWithUser isExample }",
    );
    expect(applied).toMatchObject({
      revision: 2,
      applied: true,
      changes: [{ kind: "ADDED", key: "research" }],
      processingPurpose: { key: "research", communicatesWithUser: false, isExample: false },
    });
    const text = await sourceText();
    const added = text.split("\n").filter((line) => !EXAMPLE.split("\n").includes(line));
    expect(added).toEqual([
      "  - key: research",
      "    name: Research",
      '    description: "To learn: how people learn."',
    ]);
    expect(text.replace(/ {2}- key: research\n(?: {4}.*\n)*/, "")).toBe(EXAMPLE);
  });

  it("change the fields that are given, take away those that are null, and keep comments", async () => {
    const before = await sourceText();
    const applied = await change(
      "upsertRecipient",
      `key: "example_bank", address: "Main street 1", contacts: [{ purpose: "Data", email: "data@bank.example" }], collectsOwnConsent: null`,
      "recipient { address contacts { email } collectsOwnConsent }",
    );
    expect(applied).toMatchObject({
      changes: [{ kind: "CHANGED", key: "example_bank" }],
      recipient: {
        address: "Main street 1",
        contacts: [{ email: "data@bank.example" }],
        collectsOwnConsent: false,
      },
    });
    expect(applied.changes[0]!.fields.map(({ field }) => field).sort()).toEqual([
      "address",
      "collectsOwnConsent",
      "contacts",
    ]);
    const comments = (text: string) => text.split("\n").filter((line) => line.includes("#"));
    const after = await sourceText();
    expect(comments(after)).toEqual(comments(before));
    const kept = new Set(after.split("\n"));
    // Only lines of the entry itself may read otherwise.
    expect(before.split("\n").filter((line) => !kept.has(line)).length).toBeLessThan(6);
  });

  it("say what they would do, dry, with the entry as it would be", async () => {
    const { revision } = server.app.dataMap.current();
    const planned = await change(
      "upsertJurisdiction",
      `code: "FR", name: "France", protection: [{ status: ADEQUATE, validFrom: "2026-01-01" }], dryRun: true`,
      "jurisdiction { code protection { status validFrom } }",
    );
    expect(planned).toMatchObject({
      revision,
      applied: false,
      jurisdiction: { code: "FR", protection: [{ status: "ADEQUATE", validFrom: "2026-01-01" }] },
    });
    expect(server.app.dataMap.current().revision).toBe(revision);
  });

  it("change nothing when they say what is said already", async () => {
    const { revision } = server.app.dataMap.current();
    expect(await change("upsertRecipient", `key: "example_bank", address: "Main street 1"`)).toMatchObject({
      applied: false,
      revision,
      changes: [],
    });
  });

  it("reach every other kind: a category, a ground, a rule, an activity", async () => {
    await change(
      "upsertDataCategory",
      `key: "usage.device", name: "Device", description: "The device used."`,
      "dataCategory { key parent { key } }",
    );
    await change(
      "upsertLegalGround",
      `key: "vital", name: "Vital interests", description: "Life and limb.", kind: VITAL_INTERESTS, instrument: "Law 94-V", validity: { lastsFor: PERIOD, period: "P1Y" }`,
    );
    await change(
      "upsertSharingRule",
      `key: "rescue", name: "Rescue", description: "In an emergency.", recipient: "example_police", purpose: "legal_obligations", legalGround: "vital", categories: ["usage.real_time_location"]`,
    );
    const { changes } = await change(
      "upsertProcessingActivity",
      `key: "rescuing", name: "Rescuing", description: "In an emergency.", purposes: ["legal_obligations"], legalGrounds: ["vital"], categories: ["usage"], subjectKinds: ["registered_user"]`,
    );
    expect(changes).toMatchObject([{ kind: "ADDED", list: "activities", key: "rescuing" }]);
    const map = server.app.dataMap.current();
    expect(map.entry("sharingRules", "rescue")?.legalGround).toBe("vital");
    expect(map.category("usage.device")?.parent).toBe("usage");
  });

  it("made at once are all made", async () => {
    const { revision } = server.app.dataMap.current();
    const keys = ["one", "two", "three", "four"];
    await Promise.all(
      keys.map((key) =>
        change("upsertServiceType", `key: "${key}", name: "${key}", description: "Of its own."`),
      ),
    );
    const map = server.app.dataMap.current();
    expect(map.revision).toBe(revision + keys.length);
    for (const key of keys) expect(map.entry("serviceTypes", key)).toBeDefined();
  });
});

describe("retiring an entry", () => {
  it("that is used is refused with its users, or takes what replaces it", async () => {
    const { message, code } = await refusalOf(
      "retireRecipient",
      `key: "example_courier", retiredOn: "2027-01-01"`,
    );
    expect(code).toBe("BAD_USER_INPUT");
    expect(message).toMatch(
      /"example_courier" cannot be retired: it is used by .*sharing rule ".*say in replacedBy/,
    );
    const retired = await change(
      "retireRecipient",
      `key: "example_courier", retiredOn: "2027-01-01", replacedBy: "example_survey_agency"`,
      "recipient { retiredOn replacedBy }",
    );
    expect(retired).toMatchObject({
      applied: true,
      changes: [{ kind: "RETIRED", key: "example_courier" }],
      recipient: { retiredOn: "2027-01-01", replacedBy: "example_survey_agency" },
    });
  });

  it("is for today where no day is given, and is undone by taking the day away", async () => {
    const retired = await change("retireServiceType", `key: "one"`, "serviceType { retiredOn }");
    const { calendarDay } = { calendarDay: server.app.dataMap.current().calendarDay(new Date()) };
    expect(retired.serviceType).toEqual({ retiredOn: calendarDay });
    const again = await change(
      "upsertServiceType",
      `key: "one", retiredOn: null`,
      "serviceType { retiredOn }",
    );
    expect(again.changes).toMatchObject([{ kind: "REINSTATED", key: "one" }]);
  });

  it("of an unknown key, a parent, or with an unknown successor is refused", async () => {
    expect(await refusalOf("retireRecipient", `key: "example_curier"`)).toEqual({
      code: "NOT_FOUND",
      message: 'key: There is no recipient "example_curier". Did you mean "example_courier"?',
    });
    expect((await refusalOf("retireDataCategory", `key: "technical"`)).message).toContain(
      "while categories under it live on",
    );
    expect((await refusalOf("retireServiceType", `key: "two", replacedBy: "tree"`)).message).toContain(
      'There is no service type "tree"',
    );
    expect((await refusalOf("retireJurisdiction", `code: "XX"`)).code).toBe("NOT_FOUND");
  });
});

describe("a change of an entry is refused", () => {
  it.each([
    [
      "without what a new one must say",
      "upsertProcessingPurpose",
      `key: "x", name: "X", description: "X."`,
      "communicatesWithUser",
    ],
    [
      "with a key against the pattern",
      "upsertServiceType",
      `key: "No Key", name: "X", description: "X."`,
      "A key is lower-case words",
    ],
    [
      "with a reference that leads nowhere",
      "upsertRecipient",
      `key: "example_bank", jurisdiction: "QQ"`,
      'There is no jurisdiction "QQ"',
    ],
    [
      "under a parent that is not there",
      "upsertDataCategory",
      `key: "nowhere.at_all", name: "X", description: "X."`,
      'no category "nowhere"',
    ],
    ["with a NUL", "upsertServiceType", `key: "x", name: "a\\u0000b", description: "X."`, "cannot be kept"],
  ])("%s", async (_name, mutationName, input, said) => {
    const { revision } = server.app.dataMap.current();
    const { message, code } = await refusalOf(mutationName, input);
    expect(code).toBe("BAD_USER_INPUT");
    expect(message).toContain(said);
    expect(server.app.dataMap.current().revision).toBe(revision);
  });

  it("from a revision that is no longer the newest", async () => {
    const { message, code } = await refusalOf(
      "upsertServiceType",
      `key: "two", name: "Zwei", expectedRevision: 1`,
    );
    expect(code).toBe("CONFLICT");
    expect(message).toContain("from revision 1 to revision");
  });

  it("to those who may only read", async () => {
    const auditor = await server.as("AUDITOR");
    const [error] = await auditor.errorsOf(mutation("retireServiceType", `key: "two"`));
    expect(error!.extensions.code).toBe("FORBIDDEN");
  });
});
