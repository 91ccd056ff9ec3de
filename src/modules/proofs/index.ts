export { CoverageProofs } from "./coverage-proofs.service.js";
export { serveLedgerFiles } from "./ledger-files.route.js";
export { ProofLoaders } from "./proof.loaders.js";
