import { describe, expect, it } from "@jest/globals";
import { parse } from "yaml";
import { describeDocument } from "../../src/modules/datamap/index.js";
import { applyDataMap } from "../support/data-map-operations.js";
import { EXAMPLE, inExample } from "../support/example-map.js";
import { withTestServer } from "../support/test-server.js";

const server = withTestServer();

async function exported(format?: string, revision?: number): Promise<string> {
  const { dataMap } = await server.admin.request<{ dataMap: { document: string } }>(
    `query($revision: Int, $format: DataMapFormat${format ? "!" : " = YAML"}) { dataMap(revision: $revision) { document(format: $format) } }`,
    { revision, format },
  );
  return dataMap.document;
}

describe("the data map as a document", () => {
  it("is the text that was applied, comments included, and changes nothing when it is applied again", async () => {
    expect(await exported()).toBe(EXAMPLE);
    const changed = inExample(
      "controller:\n",
      "# Of our own.\ncontroller: # the keeper\n  legalForm: LLP\n",
    ).replace(/^ {2}legalForm: Limited.*\n/m, "");
    expect((await applyDataMap(server.admin, changed)).revision).toBe(2);
    expect(await exported("YAML")).toBe(changed);
    expect(await exported("YAML", 1)).toBe(EXAMPLE);
    expect((await applyDataMap(server.admin, await exported("YAML"))).applied).toBe(false);
  });

  it("is written as JSON, which says the same", async () => {
    const json = await exported("JSON");
    expect(JSON.parse(json)).toEqual(parse(await exported("YAML"), { version: "1.2", schema: "core" }));
    expect((await applyDataMap(server.admin, json, { format: "JSON" })).applied).toBe(false);
  });

  it("that was applied as JSON is written as YAML too", async () => {
    const json = JSON.parse(await exported("JSON")) as { controller: object };
    await applyDataMap(
      server.admin,
      JSON.stringify({ ...json, controller: { ...json.controller, name: "E" } }),
      {
        format: "JSON",
      },
    );
    expect(await exported("YAML")).toMatch(/^controller:\n(?: {2}.*\n)*? {2}name: E$/m);
    expect((await applyDataMap(server.admin, await exported("YAML"))).applied).toBe(false);
  });

  it("has a JSON Schema, served without a key", async () => {
    const response = await fetch(new URL("/schemas/data-map.json", server.url));
    expect(response.headers.get("content-type")).toContain("application/schema+json");
    expect(await response.text()).toBe(describeDocument());
  });
});
