import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { projectRoot } from "../src/platform/project-root.js";
import { generateLines } from "./transfers/generate.js";
import { textOf } from "./transfers/line.js";

/** Writes `examples/transfers.ndjson`: `npm run make-transfers`. A test compares the committed file with what this writes. */
await writeFile(join(projectRoot, "examples", "transfers.ndjson"), textOf(generateLines()));
