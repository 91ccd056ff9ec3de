import "reflect-metadata";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { projectRoot } from "../src/platform/project-root.js";
import { describeSchema } from "../src/schema.js";

/** Writes `schema.graphql` from the code; `npm run check` compares the two. */
await writeFile(join(projectRoot, "schema.graphql"), await describeSchema());
