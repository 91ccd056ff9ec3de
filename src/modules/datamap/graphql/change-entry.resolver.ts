import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from "type-graphql";
import type { RequestContext } from "../../../platform/graphql/context.js";
import { CalendarDate } from "../../../platform/graphql/scalars.js";
import { Costs } from "../../../platform/graphql/limits/cost-extension.js";
import { RequirePermission } from "../../access/index.js";
import type { ChangeEntryService } from "../change-entry.service.js";
import { CATALOGUE_LISTS, keyFieldOf } from "../core/catalogue-lists.js";
import type { CatalogueList } from "../core/catalogue-lists.js";
import { entrySchemaOf } from "../core/entry-schema.js";
import { Agreement } from "./agreement.type.js";
import { ChangeDataMapInput } from "./apply-data-map.input.js";
import { requestOf } from "./apply-data-map.resolver.js";
import { viewOf } from "./catalogue-entry.type.js";
import type { ViewClass } from "./catalogue-entry.type.js";
import { Channel } from "./channel.type.js";
import { DataCategory } from "./data-category.type.js";
import { ApplyDataMapPayload } from "./data-map-change.type.js";
import { DataStore } from "./data-store.type.js";
import { addEntryFields } from "./entry-fields.input.js";
import { Impediment } from "./impediment.type.js";
import { IntakeRule } from "./intake-rule.type.js";
import { Jurisdiction } from "./jurisdiction.type.js";
import { LegalGround } from "./legal-ground.type.js";
import { ProcessingActivity } from "./processing-activity.type.js";
import { ProcessingPurpose } from "./processing-purpose.type.js";
import { Recipient } from "./recipient.type.js";
import { RetentionRule } from "./retention-rule.type.js";
import { RightsRule } from "./rights-rule.type.js";
import { Safeguard } from "./safeguard.type.js";
import { SecurityMeasure } from "./security-measure.type.js";
import { ServiceType } from "./service-type.type.js";
import { SharingRule } from "./sharing-rule.type.js";
import { SubjectKind } from "./subject-kind.type.js";

type View = ViewClass<CatalogueList, object> & { readonly name: string };
type EntryFields = ChangeDataMapInput & Record<string, unknown>;
type ResolverClass = new (changing: ChangeEntryService) => object;

/** The mutations `upsert…` and `retire…` of one type of entry, with their inputs and payloads. */
function changeResolverOf(view: View): ResolverClass {
  const { list, name: type } = view;
  const noun = CATALOGUE_LISTS[list];
  const Upsert = upsertInputOf(view);
  const Retire = retireInputOf(view);
  const Upserted = payloadOf(view, `Upsert${type}Payload`);
  const Retired = payloadOf(view, `Retire${type}Payload`);

  @Resolver()
  class ChangeEntryResolver {
    constructor(private readonly changing: ChangeEntryService) {}

    @Costs({ own: 2_000 })
    @RequirePermission("WRITE_DATA_MAP")
    @Mutation(() => Upserted, {
      name: `upsert${type}`,
      description: `Changes a ${noun}, or adds it where there is none of the key. Fields that are left out stay as they are; null takes a field away.`,
    })
    async upsert(
      @Arg("input", () => Upsert, { description: "What it shall say." }) input: EntryFields,
      @Ctx() ctx: RequestContext,
    ): Promise<object> {
      const { dryRun: _dry, message: _why, effectiveFrom: _from, expectedRevision: _on, ...fields } = input;
      const { [keyFieldOf(list)]: key, ...patch } = JSON.parse(JSON.stringify(fields)) as Record<
        string,
        unknown
      >;
      const change = await this.changing.upsert(list, key as string, patch, requestOf(input, ctx));
      return new Upserted(change, key as string);
    }

    @Costs({ own: 2_000 })
    @RequirePermission("WRITE_DATA_MAP")
    @Mutation(() => Retired, {
      name: `retire${type}`,
      description: `Retires a ${noun}: from a day on it may no longer be used, while records of it stay readable. Refused while something in use names it, unless \`replacedBy\` says what takes its place.`,
    })
    async retire(
      @Arg("input", () => Retire, { description: "What to retire, and from when." }) input: RetireInput,
      @Ctx() ctx: RequestContext,
    ): Promise<object> {
      const key = input[keyFieldOf(list)] as string;
      return new Retired(await this.changing.retire(list, key, input, requestOf(input, ctx)), key);
    }
  }
  return ChangeEntryResolver;
}

function upsertInputOf({ list, name: type }: View): new () => EntryFields {
  class UpsertInput extends ChangeDataMapInput {}
  InputType(`Upsert${type}Input`, { description: `What a ${CATALOGUE_LISTS[list]} shall say.` })(UpsertInput);
  addEntryFields(UpsertInput, entrySchemaOf(list).shape, keyFieldOf(list));
  return UpsertInput as unknown as new () => EntryFields;
}

type RetireInput = ChangeDataMapInput & {
  readonly key?: string;
  readonly code?: string;
  readonly retiredOn?: string | null;
  readonly replacedBy?: string | null;
};

function retireInputOf({ list, name: type }: View): new () => RetireInput {
  const noun = CATALOGUE_LISTS[list];

  @InputType(`Retire${type}Input`, {
    description: `Which ${noun} is retired, from when, and what takes its place.`,
  })
  class Retire extends ChangeDataMapInput {
    @Field(() => CalendarDate, {
      nullable: true,
      description: "First day on which it may no longer be used; today where left out.",
    })
    retiredOn?: string | null;

    @Field(() => String, {
      nullable: true,
      description: `What takes its place: the ${keyFieldOf(list)} of another ${noun}. Entries that name the retired one stay as they are.`,
    })
    replacedBy?: string | null;
  }
  const description = `The ${keyFieldOf(list)} of the ${noun}.`;
  Field(() => String, { description })(Retire.prototype, keyFieldOf(list));
  return Retire;
}

function payloadOf(
  view: View,
  name: string,
): new (...given: [...ConstructorParameters<typeof ApplyDataMapPayload>, string]) => object {
  const { list, name: type } = view;
  const field = type.charAt(0).toLowerCase() + type.slice(1);

  @RequirePermission("READ_DATA_MAP")
  @ObjectType(name, { description: `What the change of a ${CATALOGUE_LISTS[list]} came to.` })
  class Payload extends ApplyDataMapPayload {
    constructor(
      change: ConstructorParameters<typeof ApplyDataMapPayload>[0],
      private readonly key: string,
    ) {
      super(change);
    }

    @Field(() => view, { name: field, description: "As it is now, or as it would be after a dry run." })
    get entry(): object {
      return viewOf(view, this.change.snapshot, this.key);
    }
  }
  return Payload;
}

const VIEWS: readonly View[] = [
  Agreement,
  Channel,
  DataCategory,
  DataStore,
  Impediment,
  IntakeRule,
  Jurisdiction,
  LegalGround,
  ProcessingActivity,
  ProcessingPurpose,
  Recipient,
  RetentionRule,
  RightsRule,
  Safeguard,
  SecurityMeasure,
  ServiceType,
  SharingRule,
  SubjectKind,
] as unknown as readonly View[];

/** For every type of entry of the data map, the mutations that change it. */
export const changeEntryResolvers: readonly ResolverClass[] = VIEWS.map(changeResolverOf);
