import type { DataSource } from "typeorm";
import { inTransaction } from "../../platform/db/transaction.js";
import type { CoverageService } from "../coverage/index.js";
import {
  findLedgerSalt,
  formatCoverageProof,
  inclusionProofAmong,
  segmentSalt,
  SetRoot,
  type ProvenLeaf,
} from "../ledger/index.js";
import {
  placeOf,
  type FoundListener,
  type Place,
  type SegmentSlots,
  type SubjectsService,
} from "../subjects/index.js";

/** Proves that disclosures cover users. */
export class CoverageProofs {
  constructor(
    private readonly dataSource: DataSource,
    private readonly subjects: SubjectsService,
    private readonly coverage: CoverageService,
  ) {}

  /**
   * The proof that a disclosure covers a user; null where it does not, where nobody is known by this reference, or where its leaf is not
   * published. Reads the users of the disclosure: seconds for a hundred million. Throws BAD_USER_INPUT for a text that is no reference.
   */
  async prove(
    disclosureId: string,
    reference: string,
    leaf: ProvenLeaf | null,
    found: FoundListener,
  ): Promise<string | null> {
    const number = await this.subjects.find(reference, "subject");
    await found(number);
    const { manager } = this.dataSource;
    if (leaf === null || number === null) return null;
    if (!(await this.coverage.covers(manager, disclosureId, number))) return null;
    const salt = await findLedgerSalt(manager);
    return inTransaction(this.dataSource, async (tx) => {
      const segments = this.coverage.streamSegments(tx, disclosureId);
      const { position, slots, hashes } = await gather(segments, new SetRoot(salt, leaf), placeOf(number));
      return formatCoverageProof({
        ...placeOf(number),
        salt: segmentSalt(salt, leaf, placeOf(number).segment),
        slots,
        position,
        segments: hashes.length,
        hashes: inclusionProofAmong(hashes, position),
        receipt: leaf.receipt,
      });
    });
  }
}

/** The hash of each segment, and of the user's own which it is and whom it holds. */
async function gather(
  segments: AsyncIterable<SegmentSlots>,
  root: SetRoot,
  place: Place,
): Promise<{ position: number; slots: ArrayLike<number>; hashes: Buffer[] }> {
  const own = { position: -1, slots: [] as ArrayLike<number> };
  const hashes: Buffer[] = [];
  for await (const { segment, slots } of segments) {
    if (segment === place.segment) Object.assign(own, { position: hashes.length, slots });
    hashes.push(root.add(segment, slots));
  }
  return { ...own, hashes };
}
