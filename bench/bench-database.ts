/** A database of a scenario's own on the run's PostgreSQL. */
export interface BenchDatabase {
  readonly ownerUrl: string;
  readonly apiUrl: string;
  readonly sequencerUrl: string;
  /** Where the registry on it keeps the key of its ledger, and the newest checkpoint. */
  readonly dataDir: string;
}
