import type { DataSource } from "typeorm";
import type { Clock } from "../../../platform/clock.js";
import { inTransaction, type Tx } from "../../../platform/db/transaction.js";
import { badInput } from "../../../platform/errors.js";
import type { Caller } from "../../../platform/graphql/context.js";
import { newId } from "../../../platform/ids.js";
import {
  SubjectSet,
  type NamedSubjects,
  type PackedSegment,
  type SubjectList,
  type SubjectListsService,
  type SubjectsService,
} from "../../subjects/index.js";
import { authorizedContentOf, problemsOfMoment } from "../core/authorized-content.js";
import { referencesAt } from "../core/positions.js";
import type { DisclosureInput } from "../core/read-disclosure.js";
import type { AuthorizationRow } from "./authorization-row.js";
import { insertAuthorization } from "./authorizations.repository.js";
import type { EvaluateDisclosureService, Evaluation } from "./evaluate-disclosure.service.js";

const LIFETIME_MS = 24 * 3_600_000;

export interface Authorized {
  readonly evaluation: Evaluation;
  /** Null where the transfer may extend to nobody: then nothing is stored. */
  readonly authorization: AuthorizationRow | null;
  /** The users of a list to leave out, for references to be matched against; null where there are none, or nobody is left. */
  readonly excludedSet: string | null;
}

/** Gives out authorizations: evaluations that are kept, for a disclosure to rest on. */
export class AuthorizeDisclosureService {
  readonly #excludedSets = new WeakMap<Evaluation, Promise<string | null>>();

  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    private readonly subjects: SubjectsService,
    private readonly lists: SubjectListsService,
    private readonly evaluating: EvaluateDisclosureService,
  ) {}

  /** Throws BAD_USER_INPUT where the transfer cannot be understood, or lies in the past. */
  async authorize(asked: DisclosureInput, caller: Caller): Promise<Authorized> {
    const problems = problemsOfMoment(asked, this.clock.now());
    if (problems.length > 0) throw badInput(problems);
    const evaluation = await this.evaluating.evaluate(asked, caller);
    if (evaluation.excluded.isEverybody) return { evaluation, authorization: null, excludedSet: null };
    const { list } = evaluation.prepared;
    return list ? this.#keepListed(evaluation, list) : this.#keepNamed(evaluation);
  }

  /** Keeps the users of a list to leave out, as `Authorized.excludedSet`: once, under however many aliases they are asked for. */
  keepExcluded(evaluation: Evaluation): Promise<string | null> {
    const kept = this.#excludedSets.get(evaluation) ?? this.#keepExcludedAlone(evaluation);
    this.#excludedSets.set(evaluation, kept);
    return kept;
  }

  async #keepExcludedAlone(evaluation: Evaluation): Promise<string | null> {
    const { excluded, prepared } = evaluation;
    if (prepared.list === null || excluded.count === 0 || excluded.isEverybody) return null;
    return inTransaction(this.dataSource, (tx) => this.#keepExcluded(tx, evaluation, this.#expiry()));
  }

  /** Whoever is permitted is given a number: so that it can be said of them later that they were. */
  async #keepNamed(evaluation: Evaluation): Promise<Authorized> {
    const { prepared, excluded } = evaluation;
    const left = referencesAt(excluded.segments(), prepared.subjects);
    const permitted: NamedSubjects = new Map(
      [...prepared.subjects].filter(([, reference]) => !left.has(reference)),
    );
    const { authorization } = await this.subjects.withReservedNumbers(permitted.size, (reserved) =>
      inTransaction(this.dataSource, async (tx) => {
        const { numbers, used } = await this.subjects.resolve(tx, permitted, reserved);
        const segments = [...SubjectSet.of(numbers.values()).segments()];
        return { used, authorization: await this.#keep(tx, evaluation, segments) };
      }),
    );
    return { evaluation, authorization, excludedSet: null };
  }

  #keepListed(evaluation: Evaluation, list: SubjectList): Promise<Authorized> {
    const { excluded } = evaluation;
    return inTransaction(this.dataSource, async (tx) => {
      const permitted: PackedSegment[] = [];
      for await (const packed of this.lists.readSegments(tx, list)) {
        const left = excluded.leave(packed);
        if (left) permitted.push(left);
      }
      const authorization = await this.#keep(tx, evaluation, permitted);
      const isWhole = excluded.count === 0;
      const excludedSet = isWhole ? null : await this.#keepExcluded(tx, evaluation, authorization.expiresAt);
      return { evaluation, authorization, excludedSet };
    });
  }

  async #keep(
    tx: Tx,
    { prepared, excluded }: Evaluation,
    permitted: readonly PackedSegment[],
  ): Promise<AuthorizationRow> {
    const authorizedAt = this.clock.now();
    const row: AuthorizationRow = {
      ...authorizedContentOf(prepared.content),
      id: newId(authorizedAt),
      authorizedAt,
      authorizedBy: prepared.recordedBy,
      expiresAt: this.#expiry(),
      revision: prepared.derived.revision,
      permittedCount: prepared.subjectCount - excluded.count,
      excludedCount: excluded.count,
    };
    await insertAuthorization(tx, row);
    await this.lists.keep(tx, {
      id: row.id,
      segments: permitted,
      subjectCount: row.permittedCount,
      createdBy: row.authorizedBy,
      expiresAt: row.expiresAt,
    });
    return row;
  }

  async #keepExcluded(tx: Tx, { prepared, excluded }: Evaluation, expiresAt: Date): Promise<string> {
    const id = newId(this.clock.now());
    await this.lists.keep(tx, {
      id,
      segments: excluded.segments(),
      subjectCount: excluded.count,
      createdBy: prepared.recordedBy,
      expiresAt,
    });
    return id;
  }

  #expiry(): Date {
    return new Date(this.clock.now().getTime() + LIFETIME_MS);
  }
}
