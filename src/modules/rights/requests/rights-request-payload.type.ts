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

@ObjectType("ConfirmIdentityPayload", {
  description: "The request as it stands, once somebody saw who asks.",
})
@RequirePermission("HANDLE_RIGHTS_REQUESTS")
export class ConfirmIdentityPayload {
  @Field(() => RightsRequest, { description: "The request." })
  readonly rightsRequest!: RightsRequest;
}

@ObjectType("NoteImpedimentPayload", {
  description: "The request as it stands, with what stands against it.",
})
@RequirePermission("HANDLE_RIGHTS_REQUESTS")
export class NoteImpedimentPayload {
  @Field(() => RightsRequest, { description: "The request." })
  readonly rightsRequest!: RightsRequest;
}

@ObjectType("LiftImpedimentPayload", {
  description: "The request as it stands, without what stood against it.",
})
@RequirePermission("HANDLE_RIGHTS_REQUESTS")
export class LiftImpedimentPayload {
  @Field(() => RightsRequest, { description: "The request." })
  readonly rightsRequest!: RightsRequest;
}

@ObjectType("DecideRightsRequestPayload", { description: "The request as it stands, once it is decided." })
@RequirePermission("HANDLE_RIGHTS_REQUESTS")
export class DecideRightsRequestPayload {
  @Field(() => RightsRequest, { description: "The request." })
  readonly rightsRequest!: RightsRequest;
}
