import { Arg, Ctx, Mutation, Resolver } from "type-graphql";
import type { Caller, RequestContext } from "../../../platform/graphql/context.js";
import { RequirePermission } from "../../access/index.js";
import type { DecideRightsRequest } from "./decide-rights-request.service.js";
import type { HandleRightsRequest } from "./handle-rights-request.service.js";
import {
  ConfirmIdentityInput,
  DecideRightsRequestInput,
  LiftImpedimentInput,
  NoteImpedimentInput,
} from "./rights-request.input.js";
import {
  ConfirmIdentityPayload,
  DecideRightsRequestPayload,
  LiftImpedimentPayload,
  NoteImpedimentPayload,
} from "./rights-request-payload.type.js";
import { RightsRequest } from "./rights-request.type.js";

/** The steps that somebody takes in the course of a request. */
@Resolver()
export class HandleRightsRequestResolver {
  constructor(
    private readonly handling: HandleRightsRequest,
    private readonly deciding: DecideRightsRequest,
  ) {}

  @RequirePermission("HANDLE_RIGHTS_REQUESTS")
  @Mutation(() => ConfirmIdentityPayload, {
    description:
      "Records that a document was seen which confirms who asks, or what is to be corrected: its kind only, never its content.",
  })
  async confirmIdentity(
    @Arg("input", () => ConfirmIdentityInput, { description: "Which request, and what was seen." })
    input: ConfirmIdentityInput,
    @Ctx() ctx: RequestContext,
  ): Promise<ConfirmIdentityPayload> {
    return payloadOf(await this.handling.confirmIdentity(input, ctx.caller as Caller));
  }

  @RequirePermission("HANDLE_RIGHTS_REQUESTS")
  @Mutation(() => NoteImpedimentPayload, {
    description:
      "Records that something stands against the right, such as an obligation of the user. While it stands the request cannot be fulfilled.",
  })
  async noteImpediment(
    @Arg("input", () => NoteImpedimentInput, { description: "Which request, and what stands against it." })
    input: NoteImpedimentInput,
    @Ctx() ctx: RequestContext,
  ): Promise<NoteImpedimentPayload> {
    return payloadOf(await this.handling.noteImpediment(input, ctx.caller as Caller));
  }

  @RequirePermission("HANDLE_RIGHTS_REQUESTS")
  @Mutation(() => LiftImpedimentPayload, {
    description: "Records that something that was noted stands against the right no more.",
  })
  async liftImpediment(
    @Arg("input", () => LiftImpedimentInput, { description: "Which request, and what has gone." })
    input: LiftImpedimentInput,
    @Ctx() ctx: RequestContext,
  ): Promise<LiftImpedimentPayload> {
    return payloadOf(await this.handling.liftImpediment(input, ctx.caller as Caller));
  }

  @RequirePermission("HANDLE_RIGHTS_REQUESTS")
  @Mutation(() => DecideRightsRequestPayload, {
    description:
      "Decides a request, once and for all, with what follows in the same transaction: fulfilled, a withdrawal, a refusal or a block comes into force, a person is erased, and everyone who received the data has to be told.",
  })
  async decideRightsRequest(
    @Arg("input", () => DecideRightsRequestInput, { description: "The decision, and why." })
    input: DecideRightsRequestInput,
    @Ctx() ctx: RequestContext,
  ): Promise<DecideRightsRequestPayload> {
    return payloadOf(await this.deciding.decide(input, ctx.caller as Caller));
  }
}

function payloadOf(row: ConstructorParameters<typeof RightsRequest>[0]): { rightsRequest: RightsRequest } {
  return { rightsRequest: new RightsRequest(row) };
}
