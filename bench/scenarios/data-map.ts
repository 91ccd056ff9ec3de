import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { parse, stringify } from "yaml";
import { checkChanges } from "../../src/modules/datamap/core/check-changes.js";
import { dataMapDocumentSchema, type DataMapDocument } from "../../src/modules/datamap/core/document.js";
import { changesBetween } from "../../src/modules/datamap/core/plan-changes.js";
import { touchedSharingRules } from "../../src/modules/datamap/core/touched-sharing-rules.js";
import { readDataMapDocument } from "../../src/modules/datamap/data-map-document.parser.js";
import { patchEntry } from "../../src/modules/datamap/data-map-document.writer.js";
import { DataMapSnapshot } from "../../src/modules/datamap/index.js";
import { projectRoot } from "../../src/platform/project-root.js";
import type { Bench, Scenario } from "../bench.js";
import type { Measurement } from "../measurement.js";

const ROUNDS = 5;

/**
 * What it costs to plan a change of a large data map, and to read one into memory. The plain way beside each parses the same text,
 * and compares deeply, which only says whether anything differs.
 */
export const dataMap: Scenario = {
  name: "data-map",
  title: "planning a large data map",
  estimate: ({ activities }) => activities / 14,
  run: measureDataMap,
};

async function measureDataMap(bench: Bench): Promise<readonly Measurement[]> {
  bench.step("planning, patching, reading");
  const large = await largeMap(bench.sizes.activities);
  const yamlText = stringify(large, { lineWidth: 0 });
  const jsonText = JSON.stringify(large);
  const changed = yamlText.replaceAll("name: Partner", "name: Company");
  const before = readDataMapDocument(yamlText, "bench").document;
  const stored = JSON.stringify(before);
  const details = { megabytes: yamlText.length / 1e6 };
  return [
    {
      measure: `plan of a data map with ${bench.sizes.activities} activities, YAML, every partner renamed`,
      unit: "ms",
      ours: shortest(() => plan(before, changed)),
      plain: {
        way: "yaml.parse, deep compare",
        value: shortest(() => isDeepStrictEqual(parse(changed), large)),
      },
      details,
    },
    {
      measure: "the same, JSON, nothing changed",
      unit: "ms",
      ours: shortest(() => plan(before, jsonText)),
      plain: {
        way: "JSON.parse, deep compare",
        value: shortest(() => isDeepStrictEqual(JSON.parse(jsonText), large)),
      },
    },
    {
      measure: "one entry of its YAML patched",
      unit: "ms",
      ours: shortest(() => patchEntry(yamlText, "recipients", "partner_50", { name: "Other" })),
    },
    {
      measure: "its snapshot read into memory",
      unit: "ms",
      ours: shortest(() => reload(dataMapDocumentSchema.parse(JSON.parse(stored)))),
      plain: { way: "JSON.parse", value: shortest(() => JSON.parse(stored) as unknown) },
    },
  ];
}

type Lists = Record<"categories" | "recipients" | "activities", Record<string, unknown>[]>;

/** The example map with entries added until it has so many activities, twice as many recipients and four times as many categories. */
async function largeMap(activities: number): Promise<object> {
  const example = await readFile(join(projectRoot, "examples", "edcrunch.datamap.yaml"), "utf8");
  const source = parse(example, { version: "1.2", schema: "core" }) as Lists;
  const categories = activities * 4;
  const description =
    "An entry that stands for many of its kind, described in a sentence of the usual length.";
  const addedCategories = numbered(categories, (index) => ({
    key: `technical.element_${index}`,
    name: `Element ${index}`,
    description,
  }));
  const addedRecipients = numbered(activities * 2, (index) => ({
    key: `partner_${index}`,
    name: `Partner ${index}`,
    description,
    kind: "SERVICE_PROVIDER",
    jurisdiction: "KZ",
  }));
  const addedActivities = numbered(activities, (index) => ({
    key: `activity_${index}`,
    name: `Activity ${index}`,
    description,
    purposes: ["statistics"],
    legalGrounds: ["consent"],
    categories: numbered(10, (each) => `technical.element_${(index * 3 + each) % categories}`),
    subjectKinds: ["registered_user"],
    recipients: [`partner_${index}`],
  }));
  return {
    ...source,
    categories: [...source.categories, ...addedCategories],
    recipients: [...source.recipients, ...addedRecipients],
    activities: [...source.activities, ...addedActivities],
  };
}

function numbered<Entry>(count: number, make: (index: number) => Entry): Entry[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

/** The shortest of several rounds, in milliseconds: what the work costs when nothing else disturbs it. */
function shortest(work: () => unknown): number {
  const durations = numbered(ROUNDS, () => {
    const start = performance.now();
    work();
    return performance.now() - start;
  });
  return Math.min(...durations);
}

function plan(before: DataMapDocument, text: string): number {
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
