import { Field, ObjectType } from "type-graphql";
import { Duration } from "../../../platform/graphql/scalars.js";
import { RequirePermission } from "../../access/index.js";
import type { DataSourceKind, LegalGroundKind, ProcessingOperation, ValiditySpan } from "../core/document.js";
import { CATALOGUE_ENTRY, CatalogueEntry } from "./catalogue-entry.type.js";
import {
  DataSourceKindEnum,
  LegalGroundKindEnum,
  ProcessingOperationEnum,
  ValiditySpanEnum,
} from "./vocabulary-enums.type.js";

@RequirePermission("READ_DATA_MAP")
@ObjectType({ description: "How long a legal ground lasts once it exists." })
export class LegalGroundValidity {
  @Field(() => ValiditySpanEnum, { description: "What sets the length." })
  readonly lastsFor!: ValiditySpan;

  @Field(() => Duration, {
    nullable: true,
    description: "How long it lasts from the day it was given, where a period sets the length.",
  })
  readonly period?: string | undefined;

  @Field(() => Duration, {
    nullable: true,
    description:
      "How long it lasts beyond the end of the user's agreement, where the agreement sets the length.",
  })
  readonly extendedBy?: string | undefined;
}

@RequirePermission("READ_DATA_MAP")
@ObjectType({
  description: "What makes processing lawful, with the instrument it rests on.",
  implements: CATALOGUE_ENTRY,
})
export class LegalGround extends CatalogueEntry<"legalGrounds"> {
  static readonly list = "legalGrounds";

  @Field(() => LegalGroundKindEnum, { description: "What sort of ground it is." })
  get kind(): LegalGroundKind {
    return this.entry.kind;
  }

  @Field(() => String, { description: "The law, contract or declaration on which it rests." })
  get instrument(): string {
    return this.entry.instrument;
  }

  @Field(() => String, { nullable: true, description: "The act by which the user gives it." })
  get givenBy(): string | undefined {
    return this.entry.givenBy;
  }

  @Field(() => [ProcessingOperationEnum], {
    description: "What it allows to be done with the data; empty where it sets no list.",
  })
  get operations(): readonly ProcessingOperation[] {
    return this.entry.operations;
  }

  @Field(() => [DataSourceKindEnum], {
    description: "From which sources it allows data to be taken; empty where it sets no list.",
  })
  get sources(): readonly DataSourceKind[] {
    return this.entry.sources;
  }

  @Field(() => LegalGroundValidity, {
    nullable: true,
    description: "How long it lasts once it exists; null where nothing limits it.",
  })
  get validity(): LegalGroundValidity | undefined {
    return this.entry.validity;
  }

  @Field(() => Duration, {
    nullable: true,
    description: "Time from the receipt of a withdrawal to its effect; the day of receipt does not count.",
  })
  get withdrawalNotice(): string | undefined {
    return this.entry.withdrawalNotice;
  }
}
