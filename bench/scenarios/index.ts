import type { Scenario } from "../bench.js";
import { batch } from "./batch.js";
import { dataMap } from "./data-map.js";
import { memory } from "./memory.js";
import { single } from "./single.js";
import { upload } from "./upload.js";

/** Every scenario, in the order in which the suite measures them. */
export const scenarios: readonly Scenario[] = [single, batch, upload, memory, dataMap];
