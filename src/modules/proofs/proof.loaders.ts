import type { LoaderDefinition } from "../../platform/graphql/loaders.js";
import type { ProvenLeaf, PublishedLog } from "../ledger/index.js";

/** The kind of a disclosure's leaf. */
const DISCLOSURE = "disclosure";

/** What proofs fetch for many disclosures at once. */
export class ProofLoaders {
  /** By id: a disclosure's leaf with its receipt, once it is published. */
  readonly leafOfDisclosure: LoaderDefinition<string, ProvenLeaf>;

  constructor(log: PublishedLog) {
    this.leafOfDisclosure = {
      name: "leafOfDisclosure",
      batch: async (ids) => {
        const leaves = await log.prove(ids.map((event) => ({ event, kind: DISCLOSURE })));
        return new Map(leaves.map((leaf) => [leaf.event, leaf]));
      },
    };
  }
}
