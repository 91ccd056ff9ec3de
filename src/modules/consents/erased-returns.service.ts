import type { Clock } from "../../platform/clock.js";
import type { Tx } from "../../platform/db/transaction.js";
import type { DataMapService } from "../datamap/index.js";
import type { ReturnedUser, ReturnListener } from "../subjects/index.js";
import { erasedFrom } from "./core/erased-from.js";
import { SubjectFactRecorder } from "./subject-fact-recorder.service.js";

/** Who records what no API key asked for. */
const REGISTRY = "registry";

/** Lets it be known of an erased user's new number that its user was erased, so that whatever is recorded about it is judged by that. */
export class ErasedReturns implements ReturnListener {
  readonly #recorder: SubjectFactRecorder;

  constructor(
    clock: Clock,
    private readonly dataMap: DataMapService,
  ) {
    // Nobody need be told: who sees the number sees the fact.
    this.#recorder = new SubjectFactRecorder(clock, []);
  }

  async erasedReturned(tx: Tx, users: readonly ReturnedUser[]): Promise<void> {
    const map = this.dataMap.current();
    await this.#recorder.record(
      tx,
      users.map(({ number, erasedOn }) => ({
        content: { kind: "ERASURE", erasedAt: erasedFrom(erasedOn, map) },
        subjects: [number],
        recordedBy: REGISTRY,
      })),
    );
  }
}
