import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectRoot } from "../../src/platform/project-root.js";
import { disclosureInput, RECORD } from "../support/disclosure-input.js";
import { storeRevisionSilently } from "../support/store-revision.js";
import { withTestServer } from "../support/test-server.js";

/** Entries that are in the data map, but not in the part of it that was in force when the transfer happened. */

const folder = mkdtempSync(join(tmpdir(), "registry-map-"));
const mapWithRetired = join(folder, "retired.datamap.yaml");
const example = readFileSync(join(projectRoot, "examples", "edcrunch.datamap.yaml"), "utf8");
writeFileSync(
  mapWithRetired,
  example.replace(/^ {2}- key: (example_bank|statistics|reviews)$/gm, "$&\n    retiredOn: 2026-02-01"),
);

const server = withTestServer({ exampleDataMap: mapWithRetired });
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const SHOW = `query ($id: UUID!) {
  disclosure(id: $id) { revision recipient { key retiredOn } purpose { key retiredOn } categories { key retiredOn } }
}`;

async function recorded(changes: Record<string, unknown>): Promise<unknown> {
  const input = disclosureInput(changes);
  expect(await server.admin.request(RECORD, { input })).toMatchObject({
    recordDisclosure: { created: true },
  });
  return (await server.admin.request<{ disclosure: unknown }>(SHOW, { id: input.id })).disclosure;
}

describe("a retired entry", () => {
  it.each(["2026-01-31T12:00:00Z", "2026-03-01T12:00:00Z"])(
    "is understood, so that what happened is recorded: %s",
    async (occurredAt) => {
      const retiredOn = "2026-02-01";
      expect(
        await recorded({
          occurredAt,
          recipient: "example_bank",
          purpose: "statistics",
          categories: ["reviews"],
        }),
      ).toMatchObject({
        recipient: { key: "example_bank", retiredOn },
        purpose: { key: "statistics", retiredOn },
        categories: [{ key: "reviews", retiredOn }],
      });
    },
  );
});

describe("an entry that came into the map after the transfer", () => {
  beforeAll(async () => {
    const { owner } = server.database;
    await storeRevisionSilently(owner, {
      document: `jsonb_set(document, '{recipients}', document->'recipients' || jsonb_build_array(
                   (document->'recipients'->0) || '{"key": "late_partner", "jurisdiction": "US"}'))`,
      effectiveFrom: "2026-05-01T00:00:00Z",
    });
    await owner.query(
      "INSERT INTO recipient (key, name, kind, jurisdiction, first_revision) VALUES ('late_partner', 'Late', 'OTHER', 'US', 2)",
    );
    await server.restart();
  });

  it("can be named all the same, while everything else is read as it was then", async () => {
    expect(await recorded({ occurredAt: "2026-03-01T00:00:00Z", recipient: "late_partner" })).toMatchObject({
      revision: 1,
      recipient: { key: "late_partner" },
    });
  });
});
