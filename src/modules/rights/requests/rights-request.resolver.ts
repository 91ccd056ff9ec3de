import { Ctx, FieldResolver, ID, Resolver, Root } from "type-graphql";
import type { RequestContext } from "../../../platform/graphql/context.js";
import { type ApiKeysService } from "../../access/index.js";
import {
  Channel,
  ComplaintBody,
  DataCategory,
  findView,
  LegalGround,
  ProcessingPurpose,
  RightsRule,
  SupervisoryAuthority,
  viewsOf,
  type DataMapService,
} from "../../datamap/index.js";
import type { RequestTermsService } from "./request-terms.service.js";
import type { RightsRequestLoaders } from "./rights-request.loaders.js";
import { RightsRequest } from "./rights-request.type.js";

/** What a request refers to. */
@Resolver(() => RightsRequest)
export class RightsRequestResolver {
  constructor(
    private readonly dataMap: DataMapService,
    private readonly keys: ApiKeysService,
    private readonly terms: RequestTermsService,
    private readonly loaders: RightsRequestLoaders,
  ) {}

  @FieldResolver(() => Channel, {
    nullable: true,
    description: "The platform's channel through which it came; null where it came by none of them.",
  })
  channel(@Root() { row }: RightsRequest): Channel | null {
    return row.channel === null ? null : findView(Channel, this.dataMap.current(), row.channel);
  }

  @FieldResolver(() => [DataCategory], { description: "The categories it concerns; empty: all." })
  categories(@Root() { row }: RightsRequest): DataCategory[] {
    return viewsOf(DataCategory, this.dataMap.current(), row.categories);
  }

  @FieldResolver(() => [ProcessingPurpose], { description: "The purposes it concerns; empty: all." })
  purposes(@Root() { row }: RightsRequest): ProcessingPurpose[] {
    return viewsOf(ProcessingPurpose, this.dataMap.current(), row.purposes);
  }

  @FieldResolver(() => LegalGround, {
    nullable: true,
    description: "The ground whose consent is withdrawn; null where none is named.",
  })
  legalGround(@Root() { row }: RightsRequest): LegalGround | null {
    return row.legalGround === null ? null : findView(LegalGround, this.dataMap.current(), row.legalGround);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: "The address it was sent to; null where none was given, or it was erased.",
  })
  address(@Root() { id }: RightsRequest, @Ctx() ctx: RequestContext): Promise<string | null> {
    return this.#freeText(id, "address", ctx);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: "Its subject line; null where it had none, or it was erased.",
  })
  subjectLine(@Root() { id }: RightsRequest, @Ctx() ctx: RequestContext): Promise<string | null> {
    return this.#freeText(id, "subjectLine", ctx);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: "What the user wrote; null where that was not recorded, or was erased.",
  })
  details(@Root() { id }: RightsRequest, @Ctx() ctx: RequestContext): Promise<string | null> {
    return this.#freeText(id, "details", ctx);
  }

  @FieldResolver(() => String, { description: "The name of the API key that recorded it." })
  async recordedBy(@Root() { row }: RightsRequest, @Ctx() ctx: RequestContext): Promise<string> {
    return (await ctx.loaders.load(this.keys.nameById, row.recordedBy)) ?? row.recordedBy;
  }

  @FieldResolver(() => ID, { description: "The id of the API key that recorded it." })
  recordedByKey(@Root() { row }: RightsRequest): string {
    return row.recordedBy;
  }

  @FieldResolver(() => RightsRule, {
    nullable: true,
    description:
      "The right that it uses, as the data map had it at its receipt; null where the map has none of the kind.",
  })
  async rule(@Root() { row }: RightsRequest): Promise<RightsRule | null> {
    const { map, rule } = await this.terms.of(row);
    return rule ? new RightsRule(map, rule) : null;
  }

  @FieldResolver(() => SupervisoryAuthority, {
    nullable: true,
    description: "The authority to which the user may complain besides; null for other kinds than COMPLAINT.",
  })
  supervisoryAuthority(@Root() { kind }: RightsRequest): SupervisoryAuthority | null {
    if (kind !== "COMPLAINT") return null;
    return this.dataMap.current().controller.supervisoryAuthority ?? null;
  }

  @FieldResolver(() => [ComplaintBody], {
    description: "Every body to which the user may complain besides; empty for other kinds than COMPLAINT.",
  })
  complaintBodies(@Root() { kind }: RightsRequest): readonly ComplaintBody[] {
    return kind === "COMPLAINT" ? this.dataMap.current().controller.complaintBodies : [];
  }

  async #freeText(id: string, field: string, ctx: RequestContext): Promise<string | null> {
    return (await ctx.loaders.load(this.loaders.freeTextByFact, id))?.[field] ?? null;
  }
}
