import { Field, ObjectType } from "type-graphql";
import { RequirePermission } from "../../access/index.js";
import type { CatalogueEntry as DocumentEntry } from "../core/catalogue-lists.js";
import type { Category } from "../core/category-tree.js";
import type { DataSourceKind, ErasureOutcome, Medium } from "../core/document.js";
import { invariant } from "../../../platform/errors.js";
import type { DataMapSnapshot } from "../data-map-snapshot.js";
import { CATALOGUE_ENTRY, CatalogueEntry, viewOf } from "./catalogue-entry.type.js";
import { DataSourceKindEnum, ErasureOutcomeEnum, MediumEnum } from "./vocabulary-enums.type.js";

@RequirePermission("READ_DATA_MAP")
@ObjectType({
  description: "A kind of personal data: a node in a tree. One without children is a data element.",
  implements: CATALOGUE_ENTRY,
})
export class DataCategory extends CatalogueEntry<"categories"> {
  static readonly list = "categories";
  readonly #resolved: Category;

  constructor(snapshot: DataMapSnapshot, entry: DocumentEntry<"categories">) {
    super(snapshot, entry);
    const resolved = snapshot.category(entry.key);
    invariant(resolved, "a category of the document is not in its tree");
    this.#resolved = resolved;
  }

  @Field(() => DataCategory, { nullable: true, description: "The category it lies under; null at the top." })
  get parent(): DataCategory | null {
    return this.#resolved.parent === undefined
      ? null
      : viewOf(DataCategory, this.snapshot, this.#resolved.parent);
  }

  @Field(() => [DataCategory], {
    description: "The categories directly under it; none under a data element.",
  })
  get children(): DataCategory[] {
    return this.snapshot.categories
      .filter((category) => category.parent === this.entry.key)
      .map((category) => new DataCategory(this.snapshot, category));
  }

  @Field(() => Boolean, { description: "Whether it is a data element: no category lies under it." })
  get isElement(): boolean {
    return this.#resolved.isElement;
  }

  @Field(() => [DataSourceKindEnum], {
    description:
      "Where the data come from; the nearest category above it that says so decides where it does not.",
  })
  get sources(): readonly DataSourceKind[] {
    return this.#resolved.sources ?? [];
  }

  @Field(() => Boolean, {
    description:
      "Whether users answer for the accuracy of what they give here, and the controller does not verify it.",
  })
  get accuracyWarrantedByUser(): boolean {
    return this.#resolved.accuracyWarrantedByUser ?? false;
  }

  @Field(() => String, {
    nullable: true,
    description: "What a user loses who refuses the use of these data; null where nothing is said.",
  })
  get refusalConsequence(): string | undefined {
    return this.#resolved.refusalConsequence;
  }

  @Field(() => ErasureOutcomeEnum, {
    nullable: true,
    description:
      "What happens to these data when the user has the account deleted; null where that is undecided.",
  })
  get onErasure(): ErasureOutcome | undefined {
    return this.#resolved.onErasure;
  }

  @Field(() => [MediumEnum], { description: "On which media the data stay where they are kept." })
  get keptAs(): readonly Medium[] {
    return this.#resolved.keptAs;
  }

  @Field(() => Boolean, {
    description:
      "Whether the policy's list of elements is open, so that others of the same sort may be meant.",
  })
  get isOpenEnded(): boolean {
    return this.#resolved.isOpenEnded;
  }
}
