import { Field, ObjectType } from "type-graphql";
import { RequirePermission } from "../../access/index.js";
import type { ChannelKind } from "../core/document.js";
import { CATALOGUE_ENTRY, CatalogueEntry } from "./catalogue-entry.type.js";
import { ChannelKindEnum } from "./vocabulary-enums.type.js";

@RequirePermission("READ_DATA_MAP")
@ObjectType({
  description: "A way by which data of users are received or sent.",
  implements: CATALOGUE_ENTRY,
})
export class Channel extends CatalogueEntry<"channels"> {
  static readonly list = "channels";

  @Field(() => ChannelKindEnum, { description: "What sort of channel it is." })
  get kind(): ChannelKind {
    return this.entry.kind;
  }

  @Field(() => String, { nullable: true, description: "The web address where the channel is found." })
  get url(): string | undefined {
    return this.entry.url;
  }
}
