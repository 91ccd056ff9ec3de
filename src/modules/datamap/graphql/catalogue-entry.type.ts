import { Field, ID, InterfaceType } from "type-graphql";
import { CalendarDate } from "../../../platform/graphql/scalars.js";
import { Node } from "../../../platform/graphql/node.type.js";
import { RequirePermission } from "../../access/index.js";
import { invariant } from "../../../platform/errors.js";
import type { CatalogueEntry as DocumentEntry, CatalogueList } from "../core/catalogue-lists.js";
import type { DataMapSnapshot } from "../data-map-snapshot.js";

/**
 * The GraphQL types of the data map are views: each holds a snapshot and one entry of its document, and follows references
 * within that snapshot, without a query. So an answer never mixes revisions.
 */

/** What every part of the document says of its own origin. */
interface Traceable {
  readonly clauses: readonly string[];
  readonly isExample: boolean;
  readonly assumptions: readonly string[];
}

@InterfaceType("Provenance", {
  description: "Where a part of the data map comes from, and what was added to its source.",
})
export abstract class Provenance<Entry extends Traceable = Traceable> {
  constructor(
    /** Where the entry stands; resolvers that add fields read it. No field of the schema. */
    readonly snapshot: DataMapSnapshot,
    protected readonly entry: Entry,
  ) {}

  @Field(() => [String], {
    description:
      "Clauses of the published policy that this expresses, by their number: see docs/policy-clauses.md.",
  })
  get clauses(): readonly string[] {
    return this.entry.clauses;
  }

  @Field(() => Boolean, {
    description: "Whether this illustrates a kind and stands for nobody and nothing real.",
  })
  get isExample(): boolean {
    return this.entry.isExample;
  }

  @Field(() => [String], { description: "What was assumed here because the source does not say it." })
  get assumptions(): readonly string[] {
    return this.entry.assumptions;
  }
}

/** The lists whose entries have a key; countries have a code instead. */
type KeyedList = Exclude<CatalogueList, "jurisdictions">;

/** Whoever reads a fact may read what the entries are called that it names, and nothing more of them. */
const MayName = RequirePermission("READ_DATA_MAP", "READ_OWN_DISCLOSURES", "READ_OWN_STATISTICS");

/** Its subclasses are named as their GraphQL types are: `id` relies on it. */
@InterfaceType("CatalogueEntry", {
  description: "An entry of the data map, addressed by its key.",
  implements: [Node, Provenance],
})
export abstract class CatalogueEntry<List extends KeyedList = KeyedList>
  extends Provenance<DocumentEntry<List>>
  implements Node
{
  @MayName
  @Field(() => ID, { description: "Unique in the whole register: the type's name, a colon, and the key." })
  get id(): string {
    return `${this.constructor.name}:${this.entry.key}`;
  }

  @MayName
  @Field(() => String, {
    description:
      "The name by which the interface addresses the entry; it never changes and never passes to another.",
  })
  get key(): string {
    return this.entry.key;
  }

  @MayName
  @Field(() => String, { description: "The name people read." })
  get name(): string {
    return this.entry.name;
  }

  @Field(() => String, { description: "What the entry stands for." })
  get description(): string {
    return this.entry.description;
  }

  @Field(() => CalendarDate, {
    nullable: true,
    description: "First day on which the entry may no longer be used; null while it may.",
  })
  get retiredOn(): string | undefined {
    return this.entry.retiredOn;
  }

  @Field(() => String, {
    nullable: true,
    description: "Key of the entry of the same kind to use instead of a retired one.",
  })
  get replacedBy(): string | undefined {
    return this.entry.replacedBy;
  }
}

/**
 * What an entry's object type implements. All three are named, because type-graphql finds the type behind an interface only
 * among those that name it themselves.
 */
export const CATALOGUE_ENTRY = [CatalogueEntry, Provenance, Node];

/** A class whose objects show the entries of one list. */
export interface ViewClass<List extends CatalogueList, View> {
  readonly list: List;
  new (snapshot: DataMapSnapshot, entry: DocumentEntry<List>): View;
}

/** The entry as its GraphQL type shows it, or null where the snapshot has none of this key (code, for a jurisdiction). */
export function findView<List extends CatalogueList, View>(
  view: ViewClass<List, View>,
  snapshot: DataMapSnapshot,
  key: string,
): View | null {
  const entry = snapshot.entry(view.list, key);
  return entry ? new view(snapshot, entry) : null;
}

/** For keys taken from the snapshot's own document, or from a record made under its revision: they always lead somewhere. */
export function viewOf<List extends CatalogueList, View>(
  view: ViewClass<List, View>,
  snapshot: DataMapSnapshot,
  key: string,
): View {
  const found = findView(view, snapshot, key);
  invariant(found, `a key of ${view.list} leads nowhere`);
  return found;
}

/** Views of several entries, in the order of `keys`. */
export function viewsOf<List extends CatalogueList, View>(
  view: ViewClass<List, View>,
  snapshot: DataMapSnapshot,
  keys: readonly string[],
): View[] {
  return keys.map((key) => viewOf(view, snapshot, key));
}

/** Views of a whole list, in the document's order. */
export function allViews<List extends CatalogueList, View>(
  view: ViewClass<List, View>,
  snapshot: DataMapSnapshot,
): View[] {
  const entries: readonly DocumentEntry<List>[] = snapshot.document[view.list];
  return entries.map((entry) => new view(snapshot, entry));
}
