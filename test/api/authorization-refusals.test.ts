import { beforeAll, describe, expect, it } from "@jest/globals";
import { v7 } from "uuid";
import { AUTHORIZE, type Authorized } from "../support/authorization-operations.js";
import { disclosureInput, idOf, RECORD } from "../support/disclosure-input.js";
import { DAY_MS, MINUTE_MS, MovableClock } from "../support/movable-clock.js";
import { sendList } from "../support/send-list.js";
import { countRows } from "../support/stored-rows.js";
import { withTestServer, type Api } from "../support/test-server.js";

const clock = new MovableClock("2026-03-01T10:00:00.000Z");
const server = withTestServer({ clock });
let integration: Api;
let authorization: string;

const transfer = (changes: Record<string, unknown> = {}) =>
  disclosureInput({ id: idOf(clock.at(0)), occurredAt: clock.at(0), ...changes });

beforeAll(async () => {
  integration = await server.as("INTEGRATION");
  const input = transfer();
  const { authorizeDisclosure } = await integration.request<Authorized>(AUTHORIZE, { input });
  authorization = authorizeDisclosure.id!;
});

async function refusalOf(changes: Record<string, unknown>, api: Api = integration) {
  const before = await countRows(server.database.owner);
  const [error] = await api.errorsOf(RECORD, { input: transfer({ authorization, ...changes }) });
  expect(await countRows(server.database.owner)).toEqual(before);
  return error!;
}

describe("A disclosure that names an authorization is refused, and says what is wrong", () => {
  it.each<[string, Record<string, unknown>, string[]]>([
    ["an unknown one", { authorization: v7() }, ["authorization"]],
    ["another recipient", { recipient: "example_hosting" }, ["recipient"]],
    ["another purpose", { purpose: "statistics" }, ["purpose"]],
    ["another ground", { legalGround: "consent" }, ["legalGround"]],
    ["other categories", { categories: ["identification.first_name"] }, ["categories"]],
    ["another direction", { direction: "INBOUND" }, ["direction"]],
    ["another destination", { destination: "DE" }, ["destination"]],
    ["an agreement", { agreement: "example_courier_agreement" }, ["agreement"]],
    ["a safeguard", { safeguard: "example_hosting_clauses" }, ["safeguard"]],
    ["a user more", { subjects: ["user-1", "user-2", "user-3"] }, ["subjects[2]"]],
    ["other users", { subjects: ["user-4", "user-1", "user-5"] }, ["subjects[0]", "subjects[2]"]],
    ["an earlier transfer", { occurredAt: "2026-03-01T09:54:59.999Z" }, ["occurredAt"]],
    [
      "much at once",
      { purpose: "statistics", categories: ["reviews"], subjects: ["user-7"] },
      ["purpose", "categories"],
    ],
  ])("with %s", async (_what, changes, fields) => {
    const { message, extensions } = await refusalOf(changes);
    expect(extensions).toEqual({ code: "BAD_USER_INPUT", fields });
    expect(message).toContain("without `authorization`");
  });

  it("with one that was given to another key", async () => {
    const { extensions, message } = await refusalOf({}, await server.as("INTEGRATION"));
    expect(extensions).toEqual({ code: "BAD_USER_INPUT", fields: ["authorization"] });
    expect(message).toBe((await refusalOf({ authorization: v7() })).message);
  });

  it("and names ten users at most", async () => {
    const subjects = Array.from({ length: 30 }, (_, index) => `other-${index}`);
    expect((await refusalOf({ subjects })).extensions.fields).toHaveLength(10);
  });

  it("with a list of others, of whom it is told how many", async () => {
    const { id: subjectList } = await sendList(
      { url: server.url, key: integration.key },
      "user-1\nother-1\nother-2\n",
    );
    const { extensions, message } = await refusalOf({ subjects: null, subjectList });
    expect(extensions).toEqual({ code: "BAD_USER_INPUT", fields: ["subjectList"] });
    expect(message).toContain("2 of its users");
  });

  it("with the set of those permitted in the place of a list: nobody has sent it", async () => {
    const { extensions } = await refusalOf({ subjects: null, subjectList: authorization });
    expect(extensions).toEqual({ code: "BAD_USER_INPUT", fields: ["subjectList"] });
  });

  it("with one that has expired", async () => {
    clock.advance(DAY_MS);
    const { extensions, message } = await refusalOf({});
    expect(extensions).toEqual({ code: "BAD_USER_INPUT", fields: ["authorization"] });
    expect(message).toContain("expired");
  });
});

describe("Asking for an authorization is refused", () => {
  it.each<[string, Record<string, unknown>, string]>([
    ["of what has happened", { occurredAt: () => clock.at(-6 * MINUTE_MS) }, "occurredAt"],
    ["of what another permits", { authorization: () => v7() }, "authorization"],
    ["of what cannot be understood", { purpose: () => "marketting" }, "purpose"],
  ])("%s", async (_what, made, field) => {
    const changes = Object.fromEntries(
      Object.entries(made).map(([name, make]) => [name, (make as () => unknown)()]),
    );
    const before = await countRows(server.database.owner);
    const [error] = await integration.errorsOf(AUTHORIZE, { input: transfer(changes) });
    expect(error!.extensions).toEqual({ code: "BAD_USER_INPUT", fields: [field] });
    expect(await countRows(server.database.owner)).toEqual(before);
  });

  it("of those who may not record disclosures", async () => {
    for (const role of ["REPORTER", "AUDITOR"] as const) {
      const [error] = await (await server.as(role)).errorsOf(AUTHORIZE, { input: transfer() });
      expect(error!.extensions.code).toBe("FORBIDDEN");
    }
  });
});
