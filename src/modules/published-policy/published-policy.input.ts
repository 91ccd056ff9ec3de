import { Field, InputType, Int } from "type-graphql";
import { CalendarDate } from "../../platform/graphql/scalars.js";
import { TEXT_BYTES_MAX } from "./core/read-publication.js";

@InputType("PublishPolicyVersionInput", {
  description:
    "The text of a policy version in one language. For another language of the same version send it again with that text.",
})
export class PublishPolicyVersionInput {
  @Field(() => Int, {
    description: "Number of the version; a new one's lies after those of the versions before it.",
  })
  number!: number;

  @Field(() => String, { description: "Language of the text, as BCP 47 tag: en, kk, ru." })
  language!: string;

  @Field(() => String, {
    description: `The text as it was published, byte for byte: its SHA-256 is kept beside it. At most ${TEXT_BYTES_MAX} bytes in UTF-8.`,
  })
  text!: string;

  @Field(() => String, {
    nullable: true,
    description: "Title of the version; where left out of a new one, that of the latest version.",
  })
  title?: string | null;

  @Field(() => String, { nullable: true, description: "What the version is, and what it changed." })
  description?: string | null;

  @Field(() => CalendarDate, {
    nullable: true,
    description:
      "First day on which the version applies. Required where the data map does not name the version yet; otherwise it must say the same as the data map, or be left out.",
  })
  effectiveFrom?: string | null;

  @Field(() => Int, {
    nullable: true,
    description:
      "The revision of the data map that the version describes, the same for every language of it; the newest one where left out.",
  })
  revision?: number | null;

  @Field(() => Boolean, {
    defaultValue: false,
    description: "True: only say what would happen, and store nothing.",
  })
  dryRun!: boolean;
}
