import type { DataSource, EntityManager } from "typeorm";
import type { Clock } from "../../platform/clock.js";
import { inTransaction, type Tx } from "../../platform/db/transaction.js";
import { AppError, badInput } from "../../platform/errors.js";
import type { Caller } from "../../platform/graphql/context.js";
import type {
  AppliedChange,
  ChangeEntryService,
  DataMapService,
  DataMapSnapshot,
  NewPolicyVersion,
} from "../datamap/index.js";
import {
  contradictionsOf,
  readPublication,
  type Publication,
  type PublicationInput,
} from "./core/read-publication.js";
import { findPolicyTexts, insertPolicyText, lockPolicyVersion } from "./policy-texts.repository.js";
import type { PolicyTextRow } from "./policy-text-row.js";

/** Publications that lose a race against other changes of the data map are tried again; more than this many in a row are a fault. */
const ATTEMPTS_MAX = 8;

export interface PublicationRequest extends PublicationInput {
  /** Only say what would happen. */
  readonly dryRun: boolean;
}

/** What a publication came to. */
export interface Published {
  readonly publication: Publication;
  /** The data map that names the version; as it would be after a dry run. */
  readonly snapshot: DataMapSnapshot;
  /** Null where nothing was stored. */
  readonly row: PolicyTextRow | null;
  /** Whether this call stored the text. */
  readonly created: boolean;
  /** How the data map changed; null where it named the version before. */
  readonly change: AppliedChange | null;
}

/** Keeps the texts of policy versions: each once, for ever, with the revision of the data map that the version describes. */
export class PublishPolicyVersionService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    private readonly dataMaps: DataMapService,
    private readonly changing: ChangeEntryService,
  ) {}

  /**
   * Stores the text. A version that the data map does not name yet enters it in the same transaction. The same text again answers
   * the same record.
   *
   * @throws AppError BAD_USER_INPUT with everything wrong; CONFLICT where the version, or its text, is published otherwise
   */
  async publish(request: PublicationRequest, caller: Caller): Promise<Published> {
    for (let attempt = 1; ; attempt += 1) {
      const map = await this.dataMaps.refresh();
      const publication = readPublication(request, map);
      const { added } = publication;
      if (!added) return this.#publishNamed(publication, request, map, caller);
      try {
        return await this.#publishAdded(publication, added, request, map, caller);
      } catch (error) {
        // Another change of the data map came first: it may have named this version.
        const lostRace = error instanceof AppError && error.code === "CONFLICT";
        if (!lostRace || attempt === ATTEMPTS_MAX) throw error;
      }
    }
  }

  async #publishNamed(
    publication: Publication,
    request: PublicationRequest,
    map: DataMapSnapshot,
    caller: Caller,
  ): Promise<Published> {
    const known = map.document.policyVersions.find(({ number }) => number === publication.number)!;
    const contradictions = contradictionsOf(request, publication, known);
    if (contradictions.length > 0) {
      const { message, fields } = badInput(contradictions);
      throw new AppError("CONFLICT", message, fields);
    }
    const answer = { publication, snapshot: map, change: null };
    if (request.dryRun) {
      return { ...answer, row: await findSame(this.dataSource.manager, publication), created: false };
    }
    return inTransaction(this.dataSource, async (tx) => {
      await lockPolicyVersion(tx, publication.number);
      const same = await findSame(tx, publication);
      const row = same ?? (await this.#insert(tx, publication, map.revision, caller));
      return { ...answer, row, created: same === null };
    });
  }

  async #publishAdded(
    publication: Publication,
    added: NewPolicyVersion,
    { dryRun }: PublicationRequest,
    map: DataMapSnapshot,
    caller: Caller,
  ): Promise<Published> {
    const now = this.clock.now();
    let row: PolicyTextRow | null = null;
    const change = await this.changing.addPolicyVersion(added, {
      dryRun,
      message: `Policy version ${added.number} was published.`,
      // A revision cannot apply before the one it follows, which may lie in the future.
      effectiveFrom: map.effectiveFrom !== null && map.effectiveFrom > now ? map.effectiveFrom : now,
      expectedRevision: map.revision,
      appliedBy: `${caller.name} (key ${caller.keyId})`,
      alongWith: async (tx, revision) => {
        row = await this.#insert(tx, publication, revision, caller);
      },
    });
    return { publication, snapshot: change.snapshot, row, created: row !== null, change };
  }

  /** @param newest the revision that the version describes, unless its publisher or an earlier text of it says otherwise */
  async #insert(tx: Tx, publication: Publication, newest: number, caller: Caller): Promise<PolicyTextRow> {
    const { number, language, text, sha256 } = publication;
    const [other] = await findPolicyTexts(tx, [number]);
    const row: PolicyTextRow = {
      number,
      language,
      sha256,
      revision: publication.revision ?? other?.revision ?? newest,
      publishedAt: this.clock.now(),
      publishedBy: caller.keyId,
    };
    await insertPolicyText(tx, row, text);
    return row;
  }
}

/** The record of the same publication, or null. Throws CONFLICT where something else was published. */
async function findSame(db: EntityManager, publication: Publication): Promise<PolicyTextRow | null> {
  const { number, language, sha256, revision } = publication;
  const texts = await findPolicyTexts(db, [number]);
  const [first] = texts;
  if (first && revision !== null && revision !== first.revision) {
    throw new AppError(
      "CONFLICT",
      `revision: Policy version ${number} was published as describing revision ${first.revision} of the data map, and describes it in every language. Name that one or none; what describes another revision is another version.`,
      ["revision"],
    );
  }
  const same = texts.find((each) => each.language === language);
  if (!same || same.sha256 === sha256) return same ?? null;
  throw new AppError(
    "CONFLICT",
    `text: Policy version ${number} is published in ${language} with another text, whose SHA-256 is ${same.sha256}. What was published stays; publish a new version under the next number.`,
    ["text"],
  );
}
