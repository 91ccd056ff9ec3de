import type { DataSource } from "typeorm";
import { AppError, badInput, type FieldProblem } from "../../../platform/errors.js";
import type { Caller } from "../../../platform/graphql/context.js";
import { problemOfReason } from "../core/reveal-reason.js";
import type { SubjectsService } from "../subjects.service.js";
import type { LookUpRow } from "./look-up-row.js";
import type { LookUps } from "./look-ups.service.js";

/** Reads a user's sealed reference back, for a reason, and never without a record of it. */
export class RevealReference {
  constructor(
    private readonly dataSource: DataSource,
    private readonly subjects: SubjectsService,
    private readonly lookUps: LookUps,
  ) {}

  /**
   * The reference is null where none is kept of this user. Throws BAD_USER_INPUT for what is no handle, or no reason, and CONFLICT where
   * the operator keeps no references.
   */
  async reveal(
    { id, reason }: { readonly id: string; readonly reason: string },
    caller: Caller,
  ): Promise<{ readonly reference: string | null; readonly lookUp: LookUpRow }> {
    const number = this.subjects.numberOfHandle(id);
    const problems: FieldProblem[] = [];
    if (number === null)
      problems.push({
        field: "id",
        message: "This is no handle of a user: give the `id` of one, unchanged.",
      });
    const problem = problemOfReason(reason);
    if (problem !== null) problems.push({ field: "reason", message: problem });
    if (number === null || problem !== null) throw badInput(problems);
    if (!this.subjects.sealsReferences) {
      throw new AppError(
        "CONFLICT",
        "id: This registry keeps no references, so there is none to reveal. Match the platform's own references against a set instead (POST /subject-lists/match), or have the operator set SEAL_REFERENCES.",
        ["id"],
      );
    }
    // First that it is done: what cannot be recorded is not revealed.
    const lookUp = await this.lookUps.noteFor(caller, { kind: "REVEAL", number }, reason.trim());
    const references = await this.subjects.unsealAll(this.dataSource.manager, [number]);
    return { reference: references.get(number) ?? null, lookUp };
  }
}
