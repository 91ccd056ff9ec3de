import type { DataSource } from "typeorm";
import type { Clock } from "../../platform/clock.js";
import { isDatabaseUnreachable } from "../../platform/db/pg-errors.js";
import { inRowScope } from "../../platform/db/row-scope.js";
import { inTransaction } from "../../platform/db/transaction.js";
import { AppError, badInput, type FieldProblem } from "../../platform/errors.js";
import type { Caller } from "../../platform/graphql/context.js";
import { GroupCommit } from "../../platform/group-commit.js";
import { newId } from "../../platform/ids.js";
import { problemOfNewId, problemsOfMissingId } from "../access/index.js";
import { mapWithin, type DataMapService, type DataMapSnapshot } from "../datamap/index.js";
import { UNKNOWN_LIST, type SubjectsService } from "../subjects/index.js";
import type { AuthorizationCheck } from "./authorization/authorization-check.service.js";
import { deriveContent } from "./core/derive-content.js";
import { problemsOfDemand, readDisclosure, type DisclosureInput } from "./core/read-disclosure.js";
import type { DisclosureReferences, References } from "./disclosure-references.service.js";
import { DataMapMoved } from "./disclosure-repetition.service.js";
import type { DisclosureWriter } from "./disclosure-writer.service.js";
import { findDisclosuresById } from "./disclosures.repository.js";
import type { PreparedDisclosure, Written } from "./prepared-disclosure.js";

const BATCH_SIZE_MAX = 1_000;
/** A new revision is a rare event; two in the time of one call are a coincidence, more a fault. */
const MAP_REFRESHES_MAX = 3;

/** Transactions of single calls under way at once: one waits for the disk while the other is prepared. */
const GROUP_SLOTS = 2;
const GROUP_SIZE_MAX = 64;
/** A call that names more users has a transaction of its own: it would hold up those it shared one with. */
const GROUPED_USERS_MAX = 100;

/** One disclosure to be recorded, and who asked for it. */
export interface Call {
  readonly input: DisclosureInput;
  readonly caller: Caller;
}

/**
 * Records disclosures: idempotent by id, pinned to the data map in force when they occurred.
 *
 * A batch is one transaction; single calls that arrive at the same time share one.
 */
export class RecordDisclosuresService {
  readonly #group = new GroupCommit<Call, Written>({
    slots: GROUP_SLOTS,
    sizeMax: GROUP_SIZE_MAX,
    // Each bound key's by itself: what a group's statements see is what its callers may see.
    groupOf: ({ caller }) => caller.scope && caller.keyId,
    commit: (calls) => inRowScope(calls[0]!.caller.scope, () => this.#recordAll(calls)),
    isOutcomeUnknown: isDatabaseUnreachable,
  });

  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    private readonly dataMap: DataMapService,
    private readonly subjects: SubjectsService,
    private readonly references: DisclosureReferences,
    private readonly writer: DisclosureWriter,
    private readonly authorizations: AuthorizationCheck,
  ) {}

  /** Throws what is wrong with the disclosure; a retry answers the record with `created` false. */
  async record(input: DisclosureInput, caller: Caller): Promise<Extract<Written, { created: boolean }>> {
    const call = { input, caller };
    const isSmall = input.subjectList == null && (input.subjects?.length ?? 0) <= GROUPED_USERS_MAX;
    const written = isSmall ? await this.#group.submit(call) : (await this.#recordAll([call]))[0]!;
    if ("error" in written) throw written.error;
    return written;
  }

  /** 1 to 1,000 disclosures, each with its own fate: what is wrong with one hinders no other. Answers in order. */
  recordBatch(inputs: readonly DisclosureInput[], caller: Caller): Promise<Written[]> {
    if (inputs.length < 1 || inputs.length > BATCH_SIZE_MAX) {
      throw new AppError("BAD_USER_INPUT", `inputs: Send 1 to ${BATCH_SIZE_MAX} disclosures in one call.`, [
        "inputs",
      ]);
    }
    return this.#recordAll(inputs.map((input) => ({ input, caller })));
  }

  /** Understands one input. Throws BAD_USER_INPUT with all of its problems. */
  async prepare(
    { input, caller }: Call,
    map: DataMapSnapshot,
    { list, demandedBy }: References,
    amends: string | null = null,
  ): Promise<PreparedDisclosure> {
    const now = this.clock.now();
    const result = readDisclosure(input, mapWithin(map, caller.scope), now);
    const isListUnknown = input.subjectList != null && input.subjects == null && list === null;
    const problems = [
      ...problemsOfMissingId(input.id, caller, "transfer"),
      ...("problems" in result ? result.problems : []),
      ...(isListUnknown ? [UNKNOWN_LIST] : []),
      ...problemsOfDemand(input, demandedBy),
    ];
    if ("problems" in result || problems.length > 0) throw badInput(problems);
    const { content, references } = result.read;
    const subjects = this.subjects.name(references);
    const inForce = await this.dataMap.inForceAt(content.occurredAt);
    return {
      id: input.id ?? newId(now),
      content,
      derived: deriveContent(content, inForce, map),
      inForce,
      subjects,
      list,
      subjectCount: list?.subjectCount ?? subjects.size,
      subjectsDigest: list?.digest ?? this.subjects.digestOf(subjects),
      recordedBy: caller.keyId,
      amends,
    };
  }

  async #recordAll(calls: readonly Call[]): Promise<Written[]> {
    const references = await this.references.findAll(calls);
    return this.whileMapStands(async (map) => {
      const outcomes = await Promise.all(
        calls.map((call, index) =>
          this.prepare(call, map, references[index]!).catch((error: unknown) => refused(error)),
        ),
      );
      await this.#refuseStrangeIds(outcomes);
      await this.#refuseUnauthorized(calls, outcomes);
      const prepared = outcomes.filter((outcome): outcome is PreparedDisclosure => !("error" in outcome));
      if (prepared.length === 0) return outcomes as Written[];
      await this.writer.makeRoom(prepared.map(({ id }) => id));
      const people = new Set(prepared.flatMap(({ subjects }) => [...subjects.keys()]));
      const { written } = await this.subjects.withReservedNumbers(people.size, (reserved) =>
        inTransaction(this.dataSource, (tx) => this.writer.write(tx, prepared, map.revision, reserved)),
      );
      const byPrepared = new Map(prepared.map((each, index) => [each, written[index]!]));
      return outcomes.map((outcome) => ("error" in outcome ? outcome : byPrepared.get(outcome)!));
    });
  }

  /** Runs `work` under the newest data map known here, again under a newer one where the database knows it. */
  async whileMapStands<Result>(work: (map: DataMapSnapshot) => Promise<Result>): Promise<Result> {
    for (let refreshes = 0; ; refreshes += 1) {
      try {
        return await work(this.dataMap.current());
      } catch (error) {
        if (!(error instanceof DataMapMoved) || refreshes === MAP_REFRESHES_MAX) throw error;
        await this.dataMap.refresh();
      }
    }
  }

  /** An id from outside the allowed time is good only for a retry of what is recorded. Replaces the others by their error. */
  async #refuseStrangeIds(outcomes: (PreparedDisclosure | { error: AppError })[]): Promise<void> {
    const now = this.clock.now();
    const strange = new Map<number, FieldProblem>();
    outcomes.forEach((outcome, index) => {
      const problem = "error" in outcome ? null : problemOfNewId(outcome.id, now, "occurredAt");
      if (problem) strange.set(index, problem);
    });
    if (strange.size === 0) return;
    const ids = [...strange.keys()].map((index) => (outcomes[index] as PreparedDisclosure).id);
    const recorded = await findDisclosuresById(this.dataSource.manager, ids);
    for (const [index, problem] of strange) {
      if (!recorded.has((outcomes[index] as PreparedDisclosure).id))
        outcomes[index] = { error: badInput([problem]) };
    }
  }

  /** Replaces by their error what names an authorization that it does not rest on. */
  async #refuseUnauthorized(
    calls: readonly Call[],
    outcomes: (PreparedDisclosure | { error: AppError })[],
  ): Promise<void> {
    const understood = outcomes.flatMap((prepared, index) =>
      "error" in prepared ? [] : [{ prepared, input: calls[index]!.input }],
    );
    const refusals = await this.authorizations.refusalsOf(understood);
    outcomes.forEach((outcome, index) => {
      const error = "error" in outcome ? undefined : refusals.get(outcome);
      if (error) outcomes[index] = { error };
    });
  }
}

function refused(error: unknown): { error: AppError } {
  if (error instanceof AppError) return { error };
  throw error;
}
