import { Arg, FieldResolver, Resolver, Root } from "type-graphql";
import { Costs } from "../../../platform/graphql/limits/cost-extension.js";
import { RequirePermission } from "../../access/index.js";
import type { DocumentFormat } from "../data-map-document.parser.js";
import type { DataMapService } from "../data-map.service.js";
import { DataMapFormatEnum } from "./apply-data-map.input.js";
import { DataMap } from "./data-map.type.js";

@Resolver(() => DataMap)
export class DataMapDocumentResolver {
  constructor(private readonly dataMaps: DataMapService) {}

  @RequirePermission("READ_DATA_MAP")
  @Costs({ own: 2_000 })
  @FieldResolver(() => String, {
    description:
      "The revision as one text, as `applyDataMap` takes it: in YAML with the comments it was applied with, in JSON without any.",
  })
  document(
    @Root() { snapshot }: DataMap,
    @Arg("format", () => DataMapFormatEnum, { defaultValue: "YAML", description: "How it is written." })
    format: DocumentFormat,
  ): Promise<string> {
    return this.dataMaps.writtenAs(snapshot.revision, format);
  }
}
