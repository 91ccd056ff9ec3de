import { isDeepStrictEqual } from "node:util";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { checkChanges } from "../src/modules/datamap/core/check-changes.js";
import { dataMapDocumentSchema, type DataMapDocument } from "../src/modules/datamap/core/document.js";
import { changesBetween } from "../src/modules/datamap/core/plan-changes.js";
import { touchedSharingRules } from "../src/modules/datamap/core/touched-sharing-rules.js";
import { readDataMapDocument } from "../src/modules/datamap/data-map-document.parser.js";
import { patchEntry } from "../src/modules/datamap/data-map-document.writer.js";
import { DataMapSnapshot } from "../src/modules/datamap/data-map-snapshot.js";
import { projectRoot } from "../src/platform/project-root.js";

/**
 * What it costs to plan a change of a large data map, and to read one into memory: `npm run build && node dist/bench/data-map.js`.
 * Beside each stands the plain way: JSON.parse, and a deep comparison that only says whether anything differs.
 */

const CATEGORIES = 2_000;
const RECIPIENTS = 1_000;
const ACTIVITIES = 500;
const ROUNDS = 5;

const source = parse(await readFile(join(projectRoot, "examples", "edcrunch.datamap.yaml"), "utf8"), {
  version: "1.2",
  schema: "core",
}) as Record<"categories" | "recipients" | "activities" | "sharingRules", Record<string, unknown>[]>;

const numbered = <Entry>(count: number, make: (index: number) => Entry) =>
  Array.from({ length: count }, (_, index) => make(index));
const description = "An entry that stands for many of its kind, described in a sentence of the usual length.";
const large = {
  ...source,
  categories: [
    ...source.categories,
    ...numbered(CATEGORIES - source.categories.length, (index) => ({
      key: `technical.element_${index}`,
      name: `Element ${index}`,
      description,
    })),
  ],
  recipients: [
    ...source.recipients,
    ...numbered(RECIPIENTS - source.recipients.length, (index) => ({
      key: `partner_${index}`,
      name: `Partner ${index}`,
      description,
      kind: "SERVICE_PROVIDER",
      jurisdiction: "KZ",
    })),
  ],
  activities: [
    ...source.activities,
    ...numbered(ACTIVITIES - source.activities.length, (index) => ({
      key: `activity_${index}`,
      name: `Activity ${index}`,
      description,
      purposes: ["statistics"],
      legalGrounds: ["consent"],
      categories: numbered(10, (each) => `technical.element_${(index * 3 + each) % 1_900}`),
      subjectKinds: ["registered_user"],
      recipients: [`partner_${index}`],
    })),
  ],
};
const yamlText = stringify(large, { lineWidth: 0 });
const jsonText = JSON.stringify(large);
const before = readDataMapDocument(yamlText, "bench").document;
const changed = yamlText.replaceAll("name: Partner", "name: Company");

/** The shortest of several rounds, in milliseconds: what the work costs when nothing else disturbs it. */
function time(what: string, work: () => unknown): void {
  const durations = numbered(ROUNDS, () => {
    const start = performance.now();
    work();
    return performance.now() - start;
  });
  console.log(
    `${what.padEnd(58)} ${Math.min(...durations)
      .toFixed(0)
      .padStart(6)} ms`,
  );
}

function plan(text: string): number {
  const { document } = readDataMapDocument(text, "bench");
  const changes = changesBetween(before, document);
  return checkChanges(document, changes).length + touchedSharingRules(before, document, changes).length;
}

function reload(document: DataMapDocument): DataMapSnapshot {
  return new DataMapSnapshot({
    number: 1,
    effectiveFrom: null,
    appliedAt: new Date(0),
    appliedBy: "bench",
    message: "",
    document,
  });
}

const stored = JSON.stringify(before);
console.log(
  `${ACTIVITIES} activities, ${CATEGORIES} categories, ${RECIPIENTS} recipients: ${(yamlText.length / 1e6).toFixed(1)} MB of YAML`,
);
time("plan, from YAML, 993 entries changed", () => plan(changed));
time("plan, from JSON, nothing changed", () => plan(jsonText));
time("plain way: JSON.parse and isDeepStrictEqual", () => isDeepStrictEqual(JSON.parse(jsonText), large));
time("plain way, from YAML: yaml.parse and isDeepStrictEqual", () =>
  isDeepStrictEqual(parse(changed), large),
);
time("patch one entry of the YAML", () =>
  patchEntry(yamlText, "recipients", "partner_500", { name: "Other" }),
);
time("snapshot reload: JSON.parse, schema, snapshot", () =>
  reload(dataMapDocumentSchema.parse(JSON.parse(stored))),
);
time("plain way: JSON.parse", () => JSON.parse(stored) as unknown);
