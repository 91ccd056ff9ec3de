import type { AuthoritiesService } from "../authorities/index.js";
import type { SubjectList } from "../subjects/index.js";
import type { DisclosureInput } from "./core/read-disclosure.js";
import type { DisclosureLists, ListNaming } from "./disclosure-lists.service.js";

/** A call as far as it names what is stored. */
export interface Naming extends ListNaming {
  readonly input: ListNaming["input"] & Pick<DisclosureInput, "authorityRequest">;
}

/** What one call names that is stored and not in the data map. */
export interface References {
  /** The list of users; null where none is named, or there is none for this caller. */
  readonly list: SubjectList | null;
  /** The recipient who made the demand; null where none is named, or there is none. */
  readonly demandedBy: string | null;
}

/** What calls name besides entries of the data map: lists of users, and demands of authorities. */
export class DisclosureReferences {
  constructor(
    private readonly lists: DisclosureLists,
    private readonly authorities: AuthoritiesService,
  ) {}

  /** For each call what it names, in order. One statement a kind for any number of calls, and none for what no call names. */
  async findAll(calls: readonly Naming[]): Promise<References[]> {
    const requests = new Set(calls.flatMap(({ input }) => input.authorityRequest ?? []));
    const [lists, recipients] = await Promise.all([
      this.lists.findAll(calls),
      this.authorities.recipientsOf([...requests]),
    ]);
    return calls.map(({ input }, index) => ({
      list: lists[index] ?? null,
      demandedBy: recipients.get(input.authorityRequest ?? "") ?? null,
    }));
  }
}
