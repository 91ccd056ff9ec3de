export type { AuthorityDemand } from "../../authorities/index.js";

/** What of a disclosure its judgement depends on, its users apart. Entries of the data map are named by key. */
export interface Transfer {
  readonly occurredAt: Date;
  readonly direction: "OUTBOUND" | "INBOUND";
  /** In an inbound one the partner the data came from. */
  readonly recipient: string;
  readonly purpose: string;
  readonly legalGround: string;
  readonly categories: readonly string[];
  readonly agreement: string | null;
  readonly safeguard: string | null;
  /** Where the data went, or, for a receipt, came from. ISO 3166-1 alpha-2. */
  readonly country: string;
  readonly crossBorder: boolean;
}
