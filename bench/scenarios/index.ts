import type { Scenario } from "../bench.js";
import { access } from "./access.js";
import { accounting } from "./accounting.js";
import { asking } from "./asking.js";
import { batch } from "./batch.js";
import { breach } from "./breach.js";
import { consents } from "./consents.js";
import { coverage } from "./coverage.js";
import { dataMap } from "./data-map.js";
import { erasure } from "./erasure.js";
import { hostile } from "./hostile.js";
import { judging } from "./judging.js";
import { ledgerAudit } from "./ledger-audit.js";
import { ledgerPublication } from "./ledger-publication.js";
import { ledgerSequencing } from "./ledger-sequencing.js";
import { ledger } from "./ledger.js";
import { lookUp } from "./look-up.js";
import { lookUpSpread } from "./look-up-spread.js";
import { memory } from "./memory.js";
import { retention } from "./retention.js";
import { single } from "./single.js";
import { upload } from "./upload.js";

/** Every scenario, in the order in which the suite measures them. */
export const scenarios: readonly Scenario[] = [
  single,
  hostile,
  access,
  batch,
  coverage,
  consents,
  upload,
  judging,
  asking,
  ledger,
  ledgerSequencing,
  ledgerPublication,
  ledgerAudit,
  retention,
  memory,
  lookUp,
  accounting,
  erasure,
  breach,
  lookUpSpread,
  dataMap,
];
