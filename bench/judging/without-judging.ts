import "reflect-metadata";
import { JudgeService } from "../../src/modules/policy/index.js";

/** The registry as an operator starts it, but that no disclosure is judged: what judging costs is the difference. */

const judging: Pick<JudgeService, "knownAbout" | "judgeNamed" | "judgeListed"> = {
  knownAbout: () => Promise.resolve({ facts: new Map(), demands: new Map() }),
  judgeNamed: () => Promise.resolve(),
  judgeListed: () => Promise.resolve(),
};
Object.assign(JudgeService.prototype, judging);

await import("../../src/main.js");
