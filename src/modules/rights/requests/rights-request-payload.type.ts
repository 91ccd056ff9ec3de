import { Field, ObjectType } from "type-graphql";
import { RequirePermission } from "../../access/index.js";
import { RightsRequest } from "./rights-request.type.js";

@ObjectType("OpenRightsRequestPayload", { description: "The rights request as it is recorded." })
@RequirePermission("OPEN_RIGHTS_REQUESTS")
export class OpenRightsRequestPayload {
  @Field(() => RightsRequest, { description: "The request." })
  readonly rightsRequest!: RightsRequest;

  @Field(() => Boolean, { description: "False where the same request had been recorded before: a retry." })
  readonly created!: boolean;
}
