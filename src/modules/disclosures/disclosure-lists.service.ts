import type { DataSource } from "typeorm";
import type { Caller } from "../../platform/graphql/context.js";
import { isUuid } from "../../platform/ids.js";
import type { SubjectList, SubjectListsService } from "../subjects/index.js";
import type { DisclosureInput } from "./core/read-disclosure.js";
import { findListedUsers } from "./disclosure-fingerprints.repository.js";

/** What a call says of a list, and who calls. */
export interface ListNaming {
  readonly input: Pick<DisclosureInput, "id" | "subjectList">;
  readonly caller: Caller;
}

/** The lists that calls name, for new disclosures and for retries. */
export class DisclosureLists {
  constructor(
    private readonly dataSource: DataSource,
    private readonly lists: SubjectListsService,
  ) {}

  /**
   * For each call the list it names, or null where there is none for this caller. A list that is gone is answered from what was recorded
   * with it under the call's id, so that a retry is good for ever. At most two statements for any number of calls.
   */
  async findAll(calls: readonly ListNaming[]): Promise<(SubjectList | null)[]> {
    const ids = calls.flatMap(({ input }) => input.subjectList ?? []);
    if (ids.length === 0) return calls.map(() => null);
    const found = await this.lists.findAll(ids);
    const lists = calls.map(({ input, caller }): SubjectList | null => {
      const list = found.get(input.subjectList ?? "");
      return list?.createdBy === caller.keyId ? list : null;
    });
    const unknown = calls.filter(({ input }, index) => input.subjectList != null && lists[index] === null);
    const recorded = await this.#findRecorded(unknown);
    return lists.map((list, index) => list ?? recorded.get(calls[index]!) ?? null);
  }

  async #findRecorded(calls: readonly ListNaming[]): Promise<Map<ListNaming, SubjectList>> {
    const retries = calls.filter(({ input }) => isUuid(input.id ?? "") && isUuid(input.subjectList!));
    if (retries.length === 0) return new Map();
    const recorded = await findListedUsers(
      this.dataSource.manager,
      retries.map(({ input }) => input.id!),
    );
    return new Map(
      retries.flatMap((call): [ListNaming, SubjectList][] => {
        const users = recorded.get(call.input.id!.toLowerCase());
        const id = call.input.subjectList!.toLowerCase();
        const isRetry = users && (users.digest === null || users.subjectList === id);
        // Where the digest was erased, no users are compared, so that of the list does not matter.
        const digest = users?.digest ?? Buffer.alloc(0);
        return isRetry ? [[call, { id, subjectCount: users.subjectCount, digest }]] : [];
      }),
    );
  }
}
