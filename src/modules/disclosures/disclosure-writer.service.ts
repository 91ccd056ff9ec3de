import type { Keyring } from "../../platform/keyring.js";
import { generationToWrite } from "../../platform/secrets/secret-era.js";
import { badInput } from "../../platform/errors.js";
import { atOnce } from "../../platform/db/at-once.js";
import { allowLonger, type Tx } from "../../platform/db/transaction.js";
import {
  commitToFreeText,
  type FreeTextCommitments,
  type FreeTextRow,
} from "../../platform/erasable-text/free-text.js";
import { insertFreeTexts } from "../../platform/erasable-text/free-text.repository.js";
import type { CoverageService } from "../coverage/index.js";
import type { JudgeService } from "../policy/index.js";
import {
  SetRoots,
  UNKNOWN_LIST,
  type Pseudonym,
  type SubjectList,
  type SubjectListsService,
  type SubjectNumber,
  type SubjectsService,
} from "../subjects/index.js";
import { fingerprintOf } from "./core/fingerprint.js";
import { insertFingerprints } from "./disclosure-fingerprints.repository.js";
import type { DisclosureRepetition } from "./disclosure-repetition.service.js";
import type { NewDisclosureRow } from "./disclosure-row.js";
import { DISCLOSURE_LEAF } from "./disclosure.leaf.js";
import { insertDisclosureLeaves, insertDisclosures } from "./disclosures.repository.js";
import { toJudge, type PreparedDisclosure, type Written } from "./prepared-disclosure.js";

/** A list of millions whose numbers are scattered becomes as many rows of coverage. */
const COVER_MS_MAX = 10 * 60_000;

/** What became known when the disclosures themselves were written. */
interface Circumstances {
  /** Of users who have one. */
  readonly numbers: ReadonlyMap<Pseudonym, SubjectNumber>;
  /** For the others. */
  readonly reserved: readonly SubjectNumber[];
  /** Makes roots over users; null while the ledger is off. */
  readonly roots: SetRoots | null;
}

/** What judges disclosures as they are written. */
export type Judging = Pick<JudgeService, "knownAbout" | "judgeNamed" | "judgeListed">;

/** Writes disclosures with their coverage, findings, free text and fingerprints, in the caller's transaction. */
export class DisclosureWriter {
  readonly #fingerprintKey: Buffer;

  constructor(
    private readonly subjects: SubjectsService,
    private readonly lists: SubjectListsService,
    private readonly coverage: CoverageService,
    private readonly judging: Judging,
    private readonly repetition: DisclosureRepetition,
    keyring: Keyring,
  ) {
    this.#fingerprintKey = keyring.derive("disclosure-fingerprint/v1");
  }

  /** What must be done before the transaction that writes disclosures under these ids. */
  makeRoom(ids: readonly string[]): Promise<void> {
    return this.coverage.makeRoom(ids);
  }

  /**
   * Records what is new and compares the rest with what was recorded under its id. Answers in order, and how many of the
   * reserved numbers were used. Throws `DataMapMoved`.
   */
  async write(
    tx: Tx,
    prepared: readonly PreparedDisclosure[],
    headRevision: number,
    reserved: readonly SubjectNumber[],
  ): Promise<{ readonly written: Written[]; readonly used: number }> {
    const first = firstOfEachId(prepared);
    const freeText = new Map(
      [...first.values()].map((each) => [each.id, commitToFreeText(each.id, each.content.freeText)]),
    );
    const rows = [...first.values()].map((each) => newRow(each, freeText.get(each.id)?.commitments ?? null));
    const people = new Set(prepared.flatMap(({ subjects }) => [...subjects.keys()]));
    const [{ inserted, ledgerSalt }, numbers] = await atOnce(tx, () => [
      insertDisclosures(tx, rows, headRevision),
      this.subjects.findAll(tx, people),
    ]);
    const created = new Map(inserted.map((row) => [row.id, row]));
    const fresh = [...first.values()].filter(({ id }) => created.has(id));
    const used =
      fresh.length > 0
        ? await this.#writeDetails(
            tx,
            fresh,
            { numbers, reserved, roots: ledgerSalt && new SetRoots(ledgerSalt) },
            fresh.flatMap(({ id }) => freeText.get(id)?.rows ?? []),
          )
        : 0;
    const repeated = prepared.filter((each) => !created.has(each.id) || first.get(each.id) !== each);
    const compared = await this.repetition.compare(tx, repeated, headRevision);
    return {
      used,
      written: prepared.map((each) => compared.get(each) ?? { row: created.get(each.id)!, created: true }),
    };
  }

  async #writeListed(
    tx: Tx,
    disclosure: PreparedDisclosure,
    list: SubjectList,
    roots: SetRoots | null,
  ): Promise<void> {
    await allowLonger(tx, COVER_MS_MAX);
    const root = roots?.growing(DISCLOSURE_LEAF, disclosure.id);
    const segments = this.lists.segmentsOf(list);
    await this.coverage.addPacked(tx, disclosure.id, segments);
    await this.judging.judgeListed(tx, toJudge(disclosure), segments, (users) => root?.add(users));
    const [isThere] = await atOnce(tx, () => [
      this.lists.isThere(tx, list),
      insertDisclosureLeaves(tx, root ? [root.end()] : []),
    ]);
    // A list goes with all of its segments at once: if it is still there, they all were.
    if (!isThere) throw badInput([UNKNOWN_LIST]);
  }

  async #writeDetails(
    tx: Tx,
    fresh: readonly PreparedDisclosure[],
    { numbers: found, reserved, roots }: Circumstances,
    freeText: readonly FreeTextRow[],
  ): Promise<number> {
    const generation = await generationToWrite(tx);
    const everyone = new Map(fresh.flatMap(({ subjects }) => [...subjects]));
    const { numbers, used } = await this.subjects.resolve(tx, everyone, reserved, found);
    const named = fresh
      .filter(({ list }) => list === null)
      .map((each) => ({
        ...toJudge(each),
        subjects: [...each.subjects.keys()].map((pseudonym) => numbers.get(pseudonym)!),
      }));
    const [known] = await atOnce(tx, () => [
      this.judging.knownAbout(
        tx,
        numbers.values(),
        named.map(({ authorityRequest }) => authorityRequest),
      ),
      this.coverage.add(
        tx,
        named.map(({ id, subjects }) => ({ disclosureId: id, subjects })),
      ),
      insertFingerprints(
        tx,
        fresh.map(({ id, content, list, subjectsDigest }) =>
          fingerprintOf(this.#fingerprintKey, id, content, subjectsDigest, list?.id ?? null),
        ),
        generation,
      ),
      insertFreeTexts(tx, freeText),
      insertDisclosureLeaves(
        tx,
        roots ? named.map(({ id, subjects }) => roots.ofNumbers(DISCLOSURE_LEAF, id, subjects)) : [],
      ),
    ]);
    await this.judging.judgeNamed(tx, named, known);
    for (const each of fresh) if (each.list) await this.#writeListed(tx, each, each.list, roots);
    return used;
  }
}

function newRow(
  { id, content, derived, subjectCount, recordedBy, amends }: PreparedDisclosure,
  freeTextCommitments: FreeTextCommitments | null,
): NewDisclosureRow {
  const { freeText: _, ...stated } = content;
  // Not spread: where many properties follow a spread, V8 takes ten times as long (15 µs), a twentieth of a whole call.
  return Object.assign({ id, recordedBy, subjectCount, amends, freeTextCommitments }, stated, derived);
}

function firstOfEachId(prepared: readonly PreparedDisclosure[]): Map<string, PreparedDisclosure> {
  const first = new Map<string, PreparedDisclosure>();
  for (const each of prepared) if (!first.has(each.id)) first.set(each.id, each);
  return first;
}
