import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { DataMapDocument } from "../../../src/modules/datamap/index.js";
import { DataMapSnapshot } from "../../../src/modules/datamap/index.js";
import { parseDataMapDocument } from "../../../src/modules/datamap/data-map-document.parser.js";
import { projectRoot } from "../../../src/platform/project-root.js";

/** The numbers of the policy's clauses, in order: 1 to 25, 25a, 26. */
export const CLAUSES: readonly string[] = [
  ...Array.from({ length: 25 }, (_, index) => String(index + 1)),
  "25a",
  "26",
];

let parsed: DataMapDocument | undefined;

/** The map that the registry ships with, read and checked as on a first start; a copy of one's own. */
export function exampleDocument(): DataMapDocument {
  const file = join(projectRoot, "examples", "edcrunch.datamap.yaml");
  parsed ??= parseDataMapDocument(readFileSync(file, "utf8"), "edcrunch.datamap.yaml");
  return structuredClone(parsed);
}

/** The example as revision 1, after a change to its document. */
export function exampleSnapshot(change: (document: DataMapDocument) => void = () => {}): DataMapSnapshot {
  const document = exampleDocument();
  change(document);
  return new DataMapSnapshot({
    number: 1,
    effectiveFrom: null,
    appliedAt: new Date("2026-02-01T00:00:00Z"),
    appliedBy: "test",
    message: "The example.",
    document,
  });
}
