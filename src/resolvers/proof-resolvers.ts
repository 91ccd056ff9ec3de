import { leaves } from "../leaves.js";
import { CoverageProofs, ProofLoaders } from "../modules/proofs/index.js";
import { DisclosureProofsResolver } from "../modules/proofs/disclosure-proofs.resolver.js";
import { LedgerResolver } from "../modules/proofs/ledger.resolver.js";
import type { Made, Services } from "./services.js";

export function proofResolvers({ dataSource, subjects, lookUps, coverage, publishedLog }: Services): Made[] {
  const proofs = new CoverageProofs(dataSource, subjects, coverage);
  const kinds = leaves.map(({ table }) => table);
  return [
    [LedgerResolver, new LedgerResolver(publishedLog, kinds)],
    [DisclosureProofsResolver, new DisclosureProofsResolver(new ProofLoaders(publishedLog), proofs, lookUps)],
  ];
}
