import type { AuthorizedContent } from "../core/authorized-content.js";

/** An authorization as it is stored. The users whom it permits are the list of the same id, until it expires. */
export interface AuthorizationRow extends AuthorizedContent {
  readonly id: string;
  readonly authorizedAt: Date;
  /** The id of the API key that asked, which alone may name it. */
  readonly authorizedBy: string;
  readonly expiresAt: Date;
  readonly revision: number;
  readonly permittedCount: number;
  readonly excludedCount: number;
}
