import type { DataSource } from "typeorm";
import type { Clock } from "../../platform/clock.js";
import { inTransaction, type Tx } from "../../platform/db/transaction.js";
import { commitToFreeText } from "../../platform/erasable-text/free-text.js";
import { findFreeTexts, insertFreeTexts } from "../../platform/erasable-text/free-text.repository.js";
import { AppError, badInput } from "../../platform/errors.js";
import type { Caller } from "../../platform/graphql/context.js";
import { newId } from "../../platform/ids.js";
import { idIsTaken, problemOfNewId, problemsOfMissingId } from "../access/index.js";
import type { DataMapSnapshot } from "../datamap/index.js";
import type { JudgeService } from "../policy/index.js";
import type { SubjectNumber, SubjectsService } from "../subjects/index.js";
import type { AuthorizationCheck } from "./authorization/authorization-check.service.js";
import { readAmendment, type AmendInput } from "./core/read-amendment.js";
import { findAmendmentById, insertAmendment, takePlace } from "./amendments.repository.js";
import type { AmendmentRow } from "./amendment-row.js";
import type { DisclosureRow } from "./disclosure-row.js";
import type { DisclosureReferences, References } from "./disclosure-references.service.js";
import type { DisclosureRepetition } from "./disclosure-repetition.service.js";
import type { DisclosureWriter } from "./disclosure-writer.service.js";
import { findDisclosuresById } from "./disclosures.repository.js";
import type { PreparedDisclosure } from "./prepared-disclosure.js";
import type { Call, RecordDisclosuresService } from "./record-disclosures.service.js";

export interface Amended {
  readonly amendment: AmendmentRow;
  readonly amended: DisclosureRow;
  /** The disclosure that took the place; null where the amended one was voided. */
  readonly restated: DisclosureRow | null;
  readonly created: boolean;
}

interface PreparedAmendment {
  readonly id: string;
  readonly amends: string;
  readonly reason: string;
  readonly restated: PreparedDisclosure | null;
  readonly recordedBy: string;
}

/** Corrects disclosures by new facts: what was recorded stays, and says what took its place. */
export class AmendDisclosureService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    private readonly subjects: SubjectsService,
    private readonly references: DisclosureReferences,
    private readonly recording: RecordDisclosuresService,
    private readonly writer: DisclosureWriter,
    private readonly repetition: DisclosureRepetition,
    private readonly authorizations: AuthorizationCheck,
    private readonly judging: Pick<JudgeService, "amended">,
  ) {}

  async amend(input: AmendInput, caller: Caller): Promise<Amended> {
    const { reason, problems: wrong } = readAmendment(input);
    const problems = [...problemsOfMissingId(input.id, caller, "amendment"), ...wrong];
    if (problems.length > 0) throw badInput(problems);
    const id = input.id ?? newId(this.clock.now());
    const [references] = input.restated
      ? await this.references.findAll([{ input: { ...input.restated, id }, caller }])
      : [];
    return this.recording.whileMapStands(async (map) => {
      const restated = input.restated
        ? await this.#restate({ input: { ...input.restated, id }, caller }, map, references!, input.amends)
        : null;
      const prepared: PreparedAmendment = {
        id,
        amends: input.amends,
        reason,
        restated,
        recordedBy: caller.keyId,
      };
      if (restated) await this.writer.makeRoom([id]);
      const { amended } = await this.subjects.withReservedNumbers(restated?.subjects.size ?? 0, (reserved) =>
        inTransaction(this.dataSource, (tx) => this.#write(tx, prepared, map.revision, reserved)),
      );
      return amended;
    });
  }

  /** Understands the restated disclosure. Throws what is wrong with it. */
  async #restate(
    call: Call,
    map: DataMapSnapshot,
    references: References,
    amends: string,
  ): Promise<PreparedDisclosure> {
    try {
      const prepared = await this.recording.prepare(call, map, references, amends);
      const refusals = await this.authorizations.refusalsOf([{ input: call.input, prepared }]);
      const refusal = refusals.get(prepared);
      if (refusal) throw refusal;
      return prepared;
    } catch (error) {
      throw underRestated(error);
    }
  }

  async #write(
    tx: Tx,
    prepared: PreparedAmendment,
    headRevision: number,
    reserved: readonly SubjectNumber[],
  ): Promise<{ amended: Amended; used: number }> {
    const { id, amends, restated } = prepared;
    const found = await findDisclosuresById(tx, [id, amends]);
    const target = found.get(amends);
    if (!target) {
      throw new AppError(
        "NOT_FOUND",
        "amends: There is no disclosure with this id; check it, or record the disclosure first.",
        ["amends"],
      );
    }
    const known = await findAmendmentById(tx, id);
    if (known) return { amended: await this.#repeat(tx, prepared, known, target, headRevision), used: 0 };
    if (found.has(id)) await this.#refuseUsedId(tx, id, target);
    const strange = problemOfNewId(id, this.clock.now(), "occurredAt");
    if (strange) throw badInput([strange]);

    const holder = await takePlace(tx, amends, id);
    if (holder !== id) throw alreadyAmended(holder);
    const { rows, commitments } = commitToFreeText(id, { reason: prepared.reason });
    const amendment = {
      id,
      amends,
      kind: restated ? ("RESTATED" as const) : ("VOIDED" as const),
      recordedBy: prepared.recordedBy,
      freeTextCommitments: commitments ?? {},
    };
    if (!(await insertAmendment(tx, amendment))) {
      // The same call arrived twice at once and the other one was first: both waited for the place of the amended disclosure.
      const other = await findAmendmentById(tx, id);
      if (!other) throw idIsTaken("amendment");
      return { amended: await this.#repeat(tx, prepared, other, target, headRevision), used: 0 };
    }
    await insertFreeTexts(tx, rows);
    await this.judging.amended(tx, amends, id);
    const { row, used } = restated
      ? await this.#writeRestated(tx, restated, headRevision, reserved)
      : { row: null, used: 0 };
    const recorded = (await findAmendmentById(tx, id))!;
    return { amended: { amendment: recorded, amended: target, restated: row, created: true }, used };
  }

  async #writeRestated(
    tx: Tx,
    restated: PreparedDisclosure,
    headRevision: number,
    reserved: readonly SubjectNumber[],
  ): Promise<{ row: DisclosureRow; used: number }> {
    const { written, used } = await this.writer.write(tx, [restated], headRevision, reserved);
    const [only] = written;
    if (!only || "error" in only)
      throw only?.error ?? new Error("nothing was answered for a restated disclosure");
    return { row: only.row, used };
  }

  /** The same call again: answers what it recorded, or names what differs. */
  async #repeat(
    tx: Tx,
    prepared: PreparedAmendment,
    known: AmendmentRow,
    target: DisclosureRow,
    headRevision: number,
  ): Promise<Amended> {
    const differing: string[] = [];
    if (known.amends !== prepared.amends) differing.push("amends");
    if ((known.kind === "RESTATED") !== (prepared.restated !== null)) differing.push("restated", "void");
    const reason = (await findFreeTexts(tx, [known.id])).get(known.id)?.reason;
    if (reason !== undefined && reason !== prepared.reason) differing.push("reason");
    let row: DisclosureRow | null = null;
    if (prepared.restated && known.kind === "RESTATED") {
      const compared = (await this.repetition.compare(tx, [prepared.restated], headRevision)).get(
        prepared.restated,
      );
      if (compared && "error" in compared) {
        // Which disclosure it amends is no field of the restated one, and was compared above.
        const restatedFields = compared.error.fields.filter((field) => field !== "amends");
        differing.push(...restatedFields.map((field) => `restated.${field}`));
      } else row = compared?.row ?? null;
    }
    if (differing.length > 0) {
      throw new AppError(
        "CONFLICT",
        `An amendment with this id is recorded with other content; what differs: ${differing.join(", ")}. Send a fresh id for another amendment.`,
        differing,
      );
    }
    return { amendment: known, amended: target, restated: row, created: false };
  }

  /** The id belongs to a disclosure that is no amendment of this one. Throws always. */
  async #refuseUsedId(tx: Tx, id: string, target: DisclosureRow): Promise<void> {
    for (let ancestor = target.amends; ancestor !== null;) {
      if (ancestor === id) {
        throw new AppError(
          "CONFLICT",
          "id: This would close a circle: the disclosure to be amended itself amends the one with this id. Send a fresh id.",
          ["id", "amends"],
        );
      }
      ancestor = (await findDisclosuresById(tx, [ancestor])).get(ancestor)?.amends ?? null;
    }
    throw new AppError(
      "CONFLICT",
      "id: A disclosure with this id is recorded already. Send a fresh id for the amendment.",
      ["id"],
    );
  }
}

function alreadyAmended(holder: string): AppError {
  return new AppError(
    "CONFLICT",
    `amends: This disclosure has been amended already, by ${holder}. Amend the disclosure that took its place, if it was not voided.`,
    ["amends"],
  );
}

/** Names the restated disclosure's fields as they stand in the amendment. */
function underRestated(error: unknown): unknown {
  if (!(error instanceof AppError) || error.fields.length === 0) return error;
  const message = error.message;
  return new AppError(
    error.code,
    `restated: ${message}`,
    error.fields.map((field) => `restated.${field}`),
  );
}
