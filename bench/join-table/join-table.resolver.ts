import {
  Arg,
  Ctx,
  Field,
  FieldResolver,
  ID,
  Int,
  Mutation,
  ObjectType,
  Query,
  Resolver,
  Root,
} from "type-graphql";
import { RequirePermission } from "../../src/modules/access/index.js";
import { RecordDisclosureInput } from "../../src/modules/disclosures/disclosure.input.js";
import type { RequestContext } from "../../src/platform/graphql/context.js";
import { DateTime } from "../../src/platform/graphql/scalars.js";
import type { UserEntity } from "./join-table.entity.js";
import type { JoinTableService } from "./join-table.service.js";

@ObjectType("Recipient")
@RequirePermission("READ_DATA_MAP")
class JoinTableRecipient {
  @Field(() => String)
  readonly key!: string;
}

@ObjectType("Disclosure")
@RequirePermission("RECORD_DISCLOSURES")
class JoinTableDisclosure {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => DateTime)
  readonly occurredAt?: Date;

  @Field(() => JoinTableRecipient)
  readonly recipient?: JoinTableRecipient;
}

@ObjectType("DisclosureConnection")
@RequirePermission("READ_DISCLOSURES")
class JoinTableConnection {
  @Field(() => [JoinTableDisclosure])
  readonly nodes!: readonly JoinTableDisclosure[];
}

@ObjectType("DataSubject")
@RequirePermission("LOOK_UP_DATA_SUBJECTS")
class JoinTableSubject {
  readonly user!: UserEntity;
}

@ObjectType("RecordDisclosurePayload")
@RequirePermission("RECORD_DISCLOSURES")
class JoinTablePayload {
  @Field(() => JoinTableDisclosure)
  readonly disclosure!: JoinTableDisclosure;

  @Field(() => Boolean)
  readonly created!: boolean;
}

/** The registry's mutation and its look-up over the join-table schema, as far as a load asks for them. */
@Resolver(() => JoinTableSubject)
export class JoinTableResolver {
  constructor(private readonly service: JoinTableService) {}

  @RequirePermission("LOOK_UP_DATA_SUBJECTS")
  @Query(() => JoinTableSubject, { nullable: true })
  async dataSubject(@Arg("reference", () => String) reference: string): Promise<JoinTableSubject | null> {
    const user = await this.service.find(reference);
    return user && Object.assign(new JoinTableSubject(), { user });
  }

  @RequirePermission("LOOK_UP_DATA_SUBJECTS")
  @FieldResolver(() => JoinTableConnection)
  async disclosures(
    @Root() { user }: JoinTableSubject,
    @Arg("first", () => Int) first: number,
  ): Promise<JoinTableConnection> {
    return { nodes: await this.service.disclosuresOf(user, first) };
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
