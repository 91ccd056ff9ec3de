import { Field, InputType, Int, registerEnumType } from "type-graphql";
import { DateTime } from "../../../platform/graphql/scalars.js";
import type { DocumentFormat } from "../data-map-document.parser.js";

export const DataMapFormatEnum = { YAML: "YAML", JSON: "JSON" } as const;
registerEnumType(DataMapFormatEnum, {
  name: "DataMapFormat",
  description: "How the data map's document is written.",
  valuesConfig: {
    YAML: { description: "YAML, in which there can be comments." },
    JSON: { description: "JSON, without comments." },
  },
});

/** What every change of the data map may say beside what changes. */
@InputType()
export abstract class ChangeDataMapInput {
  @Field(() => Boolean, {
    defaultValue: false,
    description: "True: only say what would change, and store nothing.",
  })
  dryRun!: boolean;

  @Field(() => String, {
    nullable: true,
    description:
      "Why it changes, in at most 500 characters; it stands beside the revision. The changes in words where left out.",
  })
  message?: string | null;

  @Field(() => DateTime, {
    nullable: true,
    description:
      "From when the revision applies: now where left out, perhaps a moment to come, never one before that of the newest revision.",
  })
  effectiveFrom?: Date | null;

  @Field(() => Int, {
    nullable: true,
    description:
      "The revision you made the change from. Where another has been stored since, nothing is, and the CONFLICT says what moved.",
  })
  expectedRevision?: number | null;
}

@InputType("ApplyDataMapInput", {
  description: "The whole data map, to be put in the place of the newest one.",
})
export class ApplyDataMapInput extends ChangeDataMapInput {
  @Field(() => String, {
    description:
      "The whole data map as one text, in the form of `DataMap.document`; its JSON Schema is at `/schemas/data-map.json`.",
  })
  document!: string;

  @Field(() => DataMapFormatEnum, { defaultValue: "YAML", description: "How the text is written." })
  format!: DocumentFormat;
}
