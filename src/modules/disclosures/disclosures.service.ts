import type { DataSource } from "typeorm";
import { pageOf } from "../../platform/db/keyset.js";
import { AppError, badInput, type FieldProblem } from "../../platform/errors.js";
import type { ConnectionPage, PageRequest } from "../../platform/graphql/connection.js";
import type { CoverageService } from "../coverage/index.js";
import { didYouMean, type DataMapService, type RecipientKind } from "../datamap/index.js";
import type { SubjectNumber, SubjectsService } from "../subjects/index.js";
import { listAccountingRows, type AccountingRow } from "./accounting.repository.js";
import type { AccountingForm, DisclosureOrder } from "./core/vocabulary.js";
import type { DisclosureRow } from "./disclosure-row.js";
import { countDisclosures, listDisclosures, type DisclosureConditions } from "./disclosures.repository.js";

const ACCOUNTING_ENTRIES_MAX = 10_000;

/** What a list of disclosures is narrowed to: `DisclosureFilter`. */
export interface DisclosureFilterValues {
  readonly recipient?: string | null;
  readonly recipientKind?: RecipientKind | null;
  readonly purpose?: string | null;
  readonly legalGround?: string | null;
  readonly category?: string | null;
  readonly jurisdiction?: string | null;
  readonly subject?: string | null;
  readonly occurredFrom?: Date | null;
  readonly occurredTo?: Date | null;
  readonly crossBorder?: boolean | null;
  readonly includeSuperseded?: boolean | null;
}

/** Reads disclosures: lists by filter, and what went out about one user. */
export class DisclosuresService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly dataMap: DataMapService,
    private readonly subjects: SubjectsService,
    private readonly coverage: CoverageService,
  ) {}

  async list(
    filter: DisclosureFilterValues,
    order: DisclosureOrder,
    request: PageRequest,
  ): Promise<ConnectionPage<DisclosureRow>> {
    const conditions = this.#conditionsOf(filter);
    if (filter.subject == null) return this.#page(conditions, order, request);
    const number = await this.subjects.find(filter.subject, "filter.subject");
    if (number === null) return NOTHING;
    return this.#page({ ...conditions, covering: this.coverage.disclosuresCovering(number) }, order, request);
  }

  /** The disclosures that cover one user. */
  listOf(
    subject: SubjectNumber,
    order: DisclosureOrder,
    includeSuperseded: boolean,
    request: PageRequest,
  ): Promise<ConnectionPage<DisclosureRow>> {
    const covering = this.coverage.disclosuresCovering(subject);
    return this.#page({ covering, includeSuperseded }, order, request);
  }

  /** To whom one user's data went. Throws TOO_COSTLY where the answer would be longer than anyone reads. */
  async accountingOf(
    subject: SubjectNumber,
    form: AccountingForm,
    period: { readonly from?: Date | null; readonly to?: Date | null },
  ): Promise<AccountingRow[]> {
    const problems = problemsOfPeriod(period.from, period.to, "from", "to");
    if (problems.length > 0) throw badInput(problems);
    const conditions: DisclosureConditions = {
      covering: this.coverage.disclosuresCovering(subject),
      includeSuperseded: false,
      ...(period.from && { occurredFrom: period.from }),
      ...(period.to && { occurredTo: period.to }),
    };
    const rows = await listAccountingRows(
      this.dataSource.manager,
      conditions,
      form,
      ACCOUNTING_ENTRIES_MAX + 1,
    );
    if (rows.length > ACCOUNTING_ENTRIES_MAX) {
      throw new AppError(
        "TOO_COSTLY",
        `This accounting has more than ${ACCOUNTING_ENTRIES_MAX} entries: ask for a shorter period with from and to, or for the form GROUPED.`,
        ["from", "to", "form"],
      );
    }
    return rows;
  }

  async #page(
    conditions: DisclosureConditions,
    order: DisclosureOrder,
    request: PageRequest,
  ): Promise<ConnectionPage<DisclosureRow>> {
    const db = this.dataSource.manager;
    const page = await listDisclosures(db, conditions, order, request);
    return pageOf(
      page,
      (row) => row,
      () => countDisclosures(db, conditions),
    );
  }

  /** A key the data map has never known is a slip, and answering an empty list would hide it. */
  #conditionsOf(filter: DisclosureFilterValues): DisclosureConditions {
    const map = this.dataMap.current();
    const problems = problemsOfPeriod(
      filter.occurredFrom,
      filter.occurredTo,
      "filter.occurredFrom",
      "filter.occurredTo",
    );
    const expect = (
      list: "recipients" | "purposes" | "legalGrounds" | "categories",
      field: string,
      key?: string | null,
    ) => {
      if (key == null || map.entry(list, key)) return;
      problems.push({
        field: `filter.${field}`,
        message: `The data map has no entry with this key.${didYouMean(key, map.keys(list))}`,
      });
    };
    expect("recipients", "recipient", filter.recipient);
    expect("purposes", "purpose", filter.purpose);
    expect("legalGrounds", "legalGround", filter.legalGround);
    expect("categories", "category", filter.category);
    if (problems.length > 0) throw badInput(problems);
    const ofKind =
      filter.recipientKind == null ? null : map.recipientsOfKind(filter.recipientKind).map(({ key }) => key);
    const recipients =
      filter.recipient == null ? ofKind : [filter.recipient].filter((key) => ofKind?.includes(key) ?? true);
    return {
      ...(recipients && { recipients }),
      ...(filter.purpose != null && { purpose: filter.purpose }),
      ...(filter.legalGround != null && { legalGround: filter.legalGround }),
      ...(filter.category != null && { categories: map.categoryAndDescendants(filter.category) }),
      ...(filter.jurisdiction != null && { counterpartyCountry: filter.jurisdiction }),
      ...(filter.occurredFrom && { occurredFrom: filter.occurredFrom }),
      ...(filter.occurredTo && { occurredTo: filter.occurredTo }),
      ...(filter.crossBorder != null && { crossBorder: filter.crossBorder }),
      includeSuperseded: filter.includeSuperseded === true,
    };
  }
}

/** What a list answers about a reference that was never recorded. */
const NOTHING: ConnectionPage<DisclosureRow> = {
  edges: [],
  hasNextPage: false,
  hasPreviousPage: false,
  countAll: () => 0,
};

function problemsOfPeriod(
  from: Date | null | undefined,
  to: Date | null | undefined,
  fromField: string,
  toField: string,
): FieldProblem[] {
  if (!from || !to || from < to) return [];
  return [
    {
      field: toField,
      message: `The end of a period must lie after its beginning, ${fromField}; the end itself does not count.`,
    },
  ];
}
