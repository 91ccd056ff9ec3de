import { ForwardOnlyMigration } from "../src/platform/db/forward-only-migration.js";

/** Which list named a disclosure's users, so that a retry that names it again is known for one after the list is gone. */
export class ListedDisclosures1763800000010 extends ForwardOnlyMigration {
  readonly name = "ListedDisclosures1763800000010";
  protected readonly statements = [`ALTER TABLE disclosure_fingerprint ADD COLUMN subject_list uuid`];
}
