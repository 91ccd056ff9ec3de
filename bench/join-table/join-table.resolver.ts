import { Arg, Ctx, Field, ID, Mutation, ObjectType, Query, Resolver } from "type-graphql";
import { RequirePermission } from "../../src/modules/access/index.js";
import { RecordDisclosureInput } from "../../src/modules/disclosures/disclosure.input.js";
import type { RequestContext } from "../../src/platform/graphql/context.js";
import type { JoinTableService } from "./join-table.service.js";

@ObjectType("Disclosure")
@RequirePermission("RECORD_DISCLOSURES")
class JoinTableDisclosure {
  @Field(() => ID)
  readonly id!: string;
}

@ObjectType("RecordDisclosurePayload")
@RequirePermission("RECORD_DISCLOSURES")
class JoinTablePayload {
  @Field(() => JoinTableDisclosure)
  readonly disclosure!: JoinTableDisclosure;

  @Field(() => Boolean)
  readonly created!: boolean;
}

/** The registry's mutation over the join-table schema, as far as the load asks for it. */
@Resolver()
export class JoinTableResolver {
  constructor(private readonly service: JoinTableService) {}

  /** A schema must have a query. */
  @RequirePermission("READ_DATA_MAP")
  @Query(() => Boolean)
  isPlain(): boolean {
    return true;
  }

  @RequirePermission("RECORD_DISCLOSURES")
  @Mutation(() => JoinTablePayload)
  async recordDisclosure(
    @Arg("input", () => RecordDisclosureInput) input: RecordDisclosureInput,
    @Ctx() ctx: RequestContext,
  ): Promise<JoinTablePayload> {
    const { id, created } = await this.service.record(input, ctx.caller!.keyId);
    return { disclosure: { id }, created };
  }
}
