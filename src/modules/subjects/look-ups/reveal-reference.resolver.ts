import { Arg, Ctx, Mutation, Resolver } from "type-graphql";
import type { Caller, RequestContext } from "../../../platform/graphql/context.js";
import { RequirePermission } from "../../access/index.js";
import { SubjectLookUp } from "./look-up.type.js";
import { RevealReferenceInput } from "./reveal-reference.input.js";
import type { RevealReference } from "./reveal-reference.service.js";
import { RevealReferencePayload } from "./reveal-reference.type.js";

@Resolver()
export class RevealReferenceResolver {
  constructor(private readonly revealing: RevealReference) {}

  @RequirePermission("REVEAL_REFERENCES")
  @Mutation(() => RevealReferencePayload, {
    description:
      "Reveals the reference of a user, for a reason, where the operator keeps sealed references. That it was done is recorded first, with who did it and why.",
  })
  async revealReference(
    @Arg("input", () => RevealReferenceInput, { description: "Whose reference, and why." })
    input: RevealReferenceInput,
    @Ctx() ctx: RequestContext,
  ): Promise<RevealReferencePayload> {
    const { reference, lookUp } = await this.revealing.reveal(input, ctx.caller as Caller);
    return { reference, lookUp: new SubjectLookUp(lookUp) };
  }
}
