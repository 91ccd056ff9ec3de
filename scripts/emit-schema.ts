import "reflect-metadata";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describeDocument } from "../src/modules/datamap/index.js";
import { projectRoot } from "../src/platform/project-root.js";
import { describeSchema } from "../src/schema.js";

/** Writes `schema.graphql` and the JSON Schema of the data map from the code; `npm run check` compares them. */
await writeFile(join(projectRoot, "schema.graphql"), await describeSchema());
await writeFile(join(projectRoot, "examples", "data-map.schema.json"), describeDocument());
