import type { EntityManager } from "typeorm";
import { AppError } from "../../../platform/errors.js";
import type { ConnectionPage, PageRequest } from "../../../platform/graphql/connection.js";
import { decodeCursor, encodeCursor } from "../../../platform/graphql/cursor.js";
import { isUuid } from "../../../platform/ids.js";
import type { CoverageService } from "../../coverage/index.js";
import type { CalendarDay, DataMapSnapshot } from "../../datamap/index.js";
import type { SubjectNumber } from "../../subjects/index.js";
import { entriesOf, mergeAlike, type AccountedEntry, type AccountedRow } from "../core/accounted-entry.js";
import type { AccountingForm, AccountingRecipients, Direction } from "../core/vocabulary.js";
import {
  countIndividualRows,
  findIndividualRows,
  listGroupedRows,
  listIndividualRows,
  type AccountedDisclosure,
  type AccountedPart,
  type AccountingConditions,
} from "./accounting.repository.js";

export const ACCOUNTING_ENTRIES_MAX = 10_000;

/** How many disclosures are looked at together at most, where few of them belong into a page. */
const WALKED_AT_ONCE_MAX = 10_000;
/** By how much more are looked at each time that a page is not full yet. */
const WALK_GROWTH = 4;

const PAGES = "accounting";

export interface AccountingPeriod {
  readonly from?: Date | null;
  /** Does not count itself. */
  readonly to?: Date | null;
}

/** What does not change while an accounting is read. */
export interface AccountingScope {
  readonly period: AccountingPeriod;
  readonly map: DataMapSnapshot;
  readonly today: CalendarDay;
}

/** One user's accounting. Each part is read when it is asked for, what several parts need once. */
export class UserAccounting {
  #ids: Promise<readonly string[]> | undefined;

  constructor(
    private readonly db: EntityManager,
    private readonly coverage: CoverageService,
    private readonly subject: SubjectNumber,
    private readonly scope: AccountingScope,
  ) {}

  /** The data map under which it is told. */
  get map(): DataMapSnapshot {
    return this.scope.map;
  }

  /** Everything that went out, the latest first. Throws TOO_COSTLY where that would be longer than anyone reads. */
  async entries(form: AccountingForm, recipientsAs: AccountingRecipients): Promise<AccountedEntry[]> {
    const rows =
      form === "GROUPED"
        ? await this.#grouped("OUTBOUND")
        : await listIndividualRows(this.db, await this.#conditions(), ACCOUNTING_ENTRIES_MAX + 1);
    refuseTooMany(rows);
    const entries = entriesOf(rows, this.map, recipientsAs);
    return form === "GROUPED" && recipientsAs === "CATEGORIES" ? mergeAlike(entries) : entries;
  }

  /**
   * A page of what went out, an entry for each disclosure, the newest recorded first. It is read along the ids of the disclosures that
   * cover the user, and no further than the page needs.
   */
  async page(
    request: PageRequest,
    recipientsAs: AccountingRecipients,
  ): Promise<ConnectionPage<AccountedEntry>> {
    const backward = request.direction === "backward";
    const after = placeIn(request, "after");
    const before = placeIn(request, "before");
    const found = await this.#walk(backward, { after, before }, request.limit + 1);
    const more = found.length > request.limit;
    const rows = found.slice(0, request.limit);
    if (backward) rows.reverse();
    const entries = entriesOf(rows, this.map, recipientsAs);
    return {
      edges: entries.map((node, index) => ({ cursor: encodeCursor([PAGES, rows[index]!.id]), node })),
      hasNextPage: backward ? before !== undefined : more,
      hasPreviousPage: backward ? more : after !== undefined,
      countAll: async () => countIndividualRows(this.db, await this.#conditions()),
    };
  }

  /** From which partners data of the user came, those alike as one, the latest first (GDPR Art. 15(1)(g)). */
  async sources(): Promise<AccountedEntry[]> {
    const rows = await this.#grouped("INBOUND");
    refuseTooMany(rows);
    return entriesOf(rows, this.map, "NAMED");
  }

  #grouped(direction: Direction): Promise<AccountedRow[]> {
    const covering = this.coverage.disclosuresCovering(this.subject, this.scope.period.from);
    return listGroupedRows(this.db, covering, this.#part(), direction, ACCOUNTING_ENTRIES_MAX + 1);
  }

  async #walk(
    backward: boolean,
    place: { readonly after: string | undefined; readonly before: string | undefined },
    wanted: number,
  ): Promise<AccountedDisclosure[]> {
    const found: AccountedDisclosure[] = [];
    let { after: below, before: above } = place;
    let limit = wanted;
    for (;;) {
      const from = backward ? ("oldest" as const) : ("newest" as const);
      const walk = { from, above, below, limit };
      const ids = await this.coverage.walkDisclosuresCovering(
        this.db,
        this.subject,
        walk,
        this.scope.period.from,
      );
      const rows = await findIndividualRows(this.db, { ids, ...this.#part() });
      found.push(...ids.flatMap((id) => rows.get(id) ?? []));
      if (ids.length < limit || found.length >= wanted) return found.slice(0, wanted);
      if (backward) above = ids.at(-1);
      else below = ids.at(-1);
      limit = Math.min(limit * WALK_GROWTH, WALKED_AT_ONCE_MAX);
    }
  }

  /** All disclosures of the user; their ids are read once. */
  async #conditions(): Promise<AccountingConditions> {
    this.#ids ??= this.coverage.findDisclosuresCovering(this.db, this.subject, this.scope.period.from);
    return { ids: await this.#ids, ...this.#part() };
  }

  #part(): AccountedPart {
    const { period, today } = this.scope;
    return {
      ...(period.from && { occurredFrom: period.from }),
      ...(period.to && { occurredTo: period.to }),
      today,
    };
  }
}

function placeIn(request: PageRequest, argument: "after" | "before"): string | undefined {
  const cursor = request[argument];
  if (cursor === undefined) return undefined;
  return decodeCursor(
    cursor,
    argument,
    ([name, id = "", ...rest]) => name === PAGES && isUuid(id) && rest.length === 0,
  )[1];
}

function refuseTooMany(rows: readonly AccountedRow[]): void {
  if (rows.length <= ACCOUNTING_ENTRIES_MAX) return;
  throw new AppError(
    "TOO_COSTLY",
    `This accounting has more than ${ACCOUNTING_ENTRIES_MAX} entries: ask for a shorter period with from and to, for the form GROUPED, or for disclosures, page by page.`,
    ["from", "to", "form"],
  );
}
