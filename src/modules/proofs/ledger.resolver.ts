import { Arg, FieldResolver, Query, Resolver, Root } from "type-graphql";
import { badInput } from "../../platform/errors.js";
import { Count, UUID } from "../../platform/graphql/scalars.js";
import { Costs } from "../../platform/graphql/limits/cost-extension.js";
import { RequirePermission } from "../access/index.js";
import { leafHash, type PublishedLog } from "../ledger/index.js";
import { Ledger, LedgerEntry } from "./ledger.type.js";

@Resolver(() => Ledger)
export class LedgerResolver {
  /** @param kinds The kinds that leaves are of. */
  constructor(
    private readonly log: PublishedLog,
    private readonly kinds: readonly string[],
  ) {}

  @RequirePermission("READ_LEDGER")
  @Query(() => Ledger, {
    description: "The ledger: its newest checkpoint, its entries, and proofs about them.",
  })
  async ledger(): Promise<Ledger> {
    const [{ isOn, origin, verifierKey, halted }, checkpoint] = await Promise.all([
      this.log.describe(),
      this.log.checkpoint(),
    ]);
    const { size = 0, note = null } = checkpoint ?? {};
    return { isOn, origin, publicKey: verifierKey, size, checkpoint: note, halted };
  }

  @FieldResolver(() => Count, {
    description:
      "How many entries were recorded that the newest checkpoint does not cover yet. Normally they are published within two seconds.",
  })
  pending(@Root() { size }: Ledger): Promise<number> {
    return this.log.countBeyond(size);
  }

  @FieldResolver(() => LedgerEntry, { description: "The entry at a place of the published log." })
  async entry(
    @Arg("index", () => Count, { description: "The entry's place, from 0 up to `size` − 1." }) index: number,
  ): Promise<LedgerEntry> {
    const { event, kind, leaf } = await this.log.readLeaf(index);
    return { index, event, kind, text: leaf.toString(), hash: leafHash(leaf).toString("base64") };
  }

  @Costs({ own: 20 })
  @FieldResolver(() => [String], {
    description:
      "The proof that an entry is in the tree of a checkpoint: SHA-256 hashes in base64, the leaf's sibling first (RFC 6962, section 2.1.1).",
  })
  async inclusionProof(
    @Arg("index", () => Count, { description: "The entry's place." }) index: number,
    @Arg("size", () => Count, { description: "The checkpoint's size, greater than the place." }) size: number,
  ): Promise<string[]> {
    return textsOf(await this.log.inclusionProof(index, size));
  }

  @Costs({ own: 20 })
  @FieldResolver(() => [String], {
    description:
      "The proof that a checkpoint's tree begins with that of an earlier one: SHA-256 hashes in base64 (RFC 6962, section 2.1.2). Empty where the sizes are equal.",
  })
  async consistencyProof(
    @Arg("from", () => Count, { description: "The earlier checkpoint's size, at least 1." }) from: number,
    @Arg("to", () => Count, { description: "The later checkpoint's size." }) to: number,
  ): Promise<string[]> {
    return textsOf(await this.log.consistencyProof(from, to));
  }

  @Costs({ own: 20 })
  @FieldResolver(() => String, {
    nullable: true,
    description:
      "The receipt of any fact (C2SP tlog-proof; its `extra` is the leaf); null where there is no such fact, or until it is published. Of a disclosure, `Disclosure.receipt` is the same.",
  })
  async receipt(
    @Arg("event", () => UUID, { description: "The fact's id, the `event` of its leaf." }) event: string,
    @Arg("kind", () => String, { description: "What kind of fact it is, such as `rights_request`." })
    kind: string,
  ): Promise<string | null> {
    if (!this.kinds.includes(kind)) {
      const message = `The ledger has no entries of this kind: name one of ${this.kinds.join(", ")}.`;
      throw badInput([{ field: "kind", message }]);
    }
    const [proven] = await this.log.prove([{ event, kind }]);
    return proven?.receipt ?? null;
  }
}

const textsOf = (hashes: readonly Buffer[]): string[] => hashes.map((hash) => hash.toString("base64"));
