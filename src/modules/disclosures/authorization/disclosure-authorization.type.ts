import { Field, ID, Int, ObjectType } from "type-graphql";
import { DateTime } from "../../../platform/graphql/scalars.js";
import { RequirePermission } from "../../access/index.js";
import type { AuthorizationRow } from "./authorization-row.js";

@ObjectType("DisclosureAuthorization", {
  description:
    "That a transfer may take place: given before it, to one API key, for one content and the users permitted.",
})
@RequirePermission("READ_DISCLOSURES", "RECORD_DISCLOSURES")
export class DisclosureAuthorization {
  @Field(() => ID, { description: "The authorization's UUID." })
  readonly id: string;

  @Field(() => DateTime, { description: "When it was given." })
  readonly authorizedAt: Date;

  @Field(() => DateTime, { description: "From when on no disclosure may name it any more." })
  readonly expiresAt: Date;

  @Field(() => Int, { description: "The revision of the data map by which it was judged." })
  readonly revision: number;

  @Field(() => Int, { description: "How many users it permits." })
  readonly permittedCount: number;

  @Field(() => Int, { description: "How many of the users asked about it leaves out." })
  readonly excludedCount: number;

  /** What the fields of `disclosure-authorization.resolver.ts` start from. */
  readonly row: AuthorizationRow;

  constructor(row: AuthorizationRow) {
    this.id = row.id;
    this.authorizedAt = row.authorizedAt;
    this.expiresAt = row.expiresAt;
    this.revision = row.revision;
    this.permittedCount = row.permittedCount;
    this.excludedCount = row.excludedCount;
    this.row = row;
  }
}
