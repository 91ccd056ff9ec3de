import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { catalogueLists, keyOf } from "../../../src/modules/datamap/core/catalogue-lists.js";
import type { CatalogueEntry } from "../../../src/modules/datamap/core/catalogue-lists.js";
import { projectRoot } from "../../../src/platform/project-root.js";
import { CLAUSES, exampleDocument } from "./example-snapshot.js";

const document = exampleDocument();

describe("docs/policy-clauses.md", () => {
  const page = readFileSync(join(projectRoot, "docs", "policy-clauses.md"), "utf8");
  const rows = [...page.matchAll(/^\| (\d+a?) +\| ([^|]+) \| ([^|]+) \| ([^|]+) \|$/gm)];

  it("has one line for each clause, in order", () => {
    expect(rows.map(([, clause]) => clause)).toEqual(CLAUSES);
  });

  it.each(rows.map(([, clause = "", , places = ""]) => [clause, places] as const))(
    "names places for clause %s that exist, one of which names the clause in turn",
    (clause, places) => {
      const named = [...places.matchAll(/`([^`]+)`/g)].map(([, place = ""]) => place);
      expect(named.length).toBeGreaterThan(0);
      expect(named.filter((place) => valueAt(place) === undefined)).toEqual([]);
      expect(named.some((place) => entryAt(place)?.entry.clauses.includes(clause))).toBe(true);
    },
  );

  it("names only places that exist in its text, too", () => {
    const lists = [...catalogueLists, "policyVersions"].join("|");
    const named = [...page.matchAll(new RegExp(`\`((?:${lists})/[^\`]+)\``, "g"))].map(
      ([, place = ""]) => place,
    );
    expect(named.length).toBeGreaterThan(60);
    expect(named.filter((place) => valueAt(place) === undefined)).toEqual([]);
  });
});

interface Place {
  readonly entry: { readonly clauses: readonly string[] };
  /** The rest of the path: fields of the entry. */
  readonly fields: readonly string[];
}

/** The entry of `list/key`, `list/key.field` or `controller.field`; of two keys that fit, the longer. */
function entryAt(place: string): Place | undefined {
  const [list = "", path = ""] = place.split("/");
  if (list.startsWith("controller")) return { entry: document.controller, fields: list.split(".").slice(1) };
  const entries: ReadonlyMap<string, CatalogueEntry | (typeof document.policyVersions)[number]> =
    list === "policyVersions"
      ? new Map(document.policyVersions.map((version) => [String(version.number), version]))
      : new Map((document[list as "channels"] as CatalogueEntry[]).map((entry) => [keyOf(entry), entry]));
  const words = path.split(".");
  for (let length = words.length; length > 0; length -= 1) {
    const entry = entries.get(words.slice(0, length).join("."));
    if (entry) return { entry, fields: words.slice(length) };
  }
  return undefined;
}

/** What stands there: an entry, or a field that is filled. */
function valueAt(place: string): unknown {
  const found = entryAt(place);
  return found?.fields.reduce<unknown>(
    (value, field) => (value as Record<string, unknown> | undefined)?.[field],
    found.entry,
  );
}
