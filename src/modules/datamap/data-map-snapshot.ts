import { calendarOf } from "./core/calendar-day.js";
import type { CalendarDay } from "./core/calendar-day.js";
import { catalogueLists, keyOf } from "./core/catalogue-lists.js";
import type { CatalogueEntry, CatalogueList } from "./core/catalogue-lists.js";
import { descendantsByCategory, resolveCategories } from "./core/category-tree.js";
import type { Category } from "./core/category-tree.js";
import { lastDayOf } from "./core/deadline.js";
import type { Deadline, Term } from "./core/deadline.js";
import { deepFreeze } from "./core/deep-freeze.js";
import { RecipientKind } from "./core/document.js";
import { endOfDayIn } from "./core/end-of-day.js";
import { indexRules } from "./core/rule-index.js";
import type { RuleIndex } from "./core/rule-index.js";
import type {
  AgreementEntry,
  Controller,
  DataMapDocument,
  JurisdictionEntry,
  LegalGroundEntry,
  PolicyVersion,
  PurposeEntry,
  RecipientEntry,
  RetentionRuleEntry,
  SafeguardEntry,
  SharingRuleEntry,
} from "./core/document.js";
import type { NamingMap } from "./naming-map.js";
import { WorkingCalendar } from "./core/working-calendar.js";

/** A revision of the data map as it was stored. */
export interface DataMapRevision {
  readonly number: number;
  /** From when the revision applies; null for the first, which applies from the beginning of time. */
  readonly effectiveFrom: Date | null;
  readonly appliedAt: Date;
  readonly appliedBy: string;
  readonly message: string;
  readonly document: DataMapDocument;
}

type Index<Value> = ReadonlyMap<string, Value>;

/**
 * One revision of the data map in memory: immutable, and answering every look-up without a query.
 *
 * A look-up finds retired entries too, because records of earlier days name them; `retiredOn` says so.
 */
export class DataMapSnapshot implements NamingMap {
  readonly revision: number;
  readonly effectiveFrom: Date | null;
  readonly appliedAt: Date;
  readonly appliedBy: string;
  readonly message: string;
  readonly document: DataMapDocument;
  readonly recipientsBoundTo = null;
  readonly purposesBoundTo = null;
  /** The categories in the document's order, each with what it inherits. */
  readonly categories: readonly Category[];

  readonly #entries: Readonly<Record<CatalogueList, Index<CatalogueEntry>>>;
  readonly #categories: Index<Category>;
  readonly #descendants: Index<readonly string[]>;
  readonly #recipientsByKind: ReadonlyMap<RecipientKind, readonly RecipientEntry[]>;
  readonly #rules: RuleIndex;
  readonly #dayOf: (moment: Date) => CalendarDay;
  readonly #endOf: (day: CalendarDay) => Date;
  readonly #workingCalendars: Index<WorkingCalendar>;

  constructor(revision: DataMapRevision) {
    const document = deepFreeze(structuredClone(revision.document));
    this.revision = revision.number;
    this.effectiveFrom = revision.effectiveFrom;
    this.appliedAt = revision.appliedAt;
    this.appliedBy = revision.appliedBy;
    this.message = revision.message;
    this.document = document;
    this.categories = deepFreeze(resolveCategories(document.categories));
    this.#entries = Object.fromEntries(
      catalogueLists.map((list) => [
        list,
        new Map<string, CatalogueEntry>(document[list].map((entry) => [keyOf(entry), entry])),
      ]),
    ) as unknown as Record<CatalogueList, Index<CatalogueEntry>>;
    this.#categories = new Map(this.categories.map((category) => [category.key, category]));
    this.#descendants = descendantsByCategory(document.categories);
    this.#descendants.forEach(Object.freeze);
    this.#recipientsByKind = new Map(
      RecipientKind.options.map((kind) => [
        kind,
        Object.freeze(document.recipients.filter((recipient) => recipient.kind === kind)),
      ]),
    );
    this.#rules = indexRules(document);
    this.#dayOf = calendarOf(document.controller.timeZone);
    this.#endOf = endOfDayIn(this.#dayOf);
    this.#workingCalendars = new Map(
      document.jurisdictions.map(({ code, calendar }) => [code, new WorkingCalendar(calendar)]),
    );
    Object.freeze(this);
  }

  get controller(): Controller {
    return this.document.controller;
  }

  /** The entry of any list by its key; a jurisdiction by its code. */
  entry<List extends CatalogueList>(list: List, key: string): CatalogueEntry<List> | undefined {
    return this.#entries[list].get(key);
  }

  /** Every key of a list, retired entries included: what `didYouMean` chooses from. */
  keys(list: CatalogueList): Iterable<string> {
    return this.#entries[list].keys();
  }

  recipient(key: string): RecipientEntry | undefined {
    return this.entry("recipients", key);
  }

  purpose(key: string): PurposeEntry | undefined {
    return this.entry("purposes", key);
  }

  legalGround(key: string): LegalGroundEntry | undefined {
    return this.entry("legalGrounds", key);
  }

  /** The category with its place in the tree and everything it inherits. */
  category(key: string): Category | undefined {
    return this.#categories.get(key);
  }

  jurisdiction(code: string): JurisdictionEntry | undefined {
    return this.entry("jurisdictions", code);
  }

  agreement(key: string): AgreementEntry | undefined {
    return this.entry("agreements", key);
  }

  safeguard(key: string): SafeguardEntry | undefined {
    return this.entry("safeguards", key);
  }

  /** The category's own key and every key under it, in the document's order; none where the category is unknown. */
  categoryAndDescendants(key: string): readonly string[] {
    return this.#descendants.get(key) ?? [];
  }

  recipientsOfKind(kind: RecipientKind): readonly RecipientEntry[] {
    return this.#recipientsByKind.get(kind) ?? [];
  }

  /** The sharing rules for the recipient or for its kind, whether or not they are in force; none where it is unknown. */
  sharingRulesFor(recipientKey: string): readonly SharingRuleEntry[] {
    const kind = this.recipient(recipientKey)?.kind;
    const named = this.#rules.sharingRulesByRecipient.get(recipientKey) ?? [];
    const ofKind = kind === undefined ? undefined : this.#rules.sharingRulesByKind.get(kind);
    return ofKind === undefined ? named : [...named, ...ofKind];
  }

  /** The agreements with the recipient, whether or not they are in force. */
  agreementsWith(recipientKey: string): readonly AgreementEntry[] {
    return this.#rules.agreementsByRecipient.get(recipientKey) ?? [];
  }

  /** The retention rules that name the category or one above it. */
  retentionRulesFor(categoryKey: string): readonly RetentionRuleEntry[] {
    return this.#rules.retentionRulesByCategory.get(categoryKey) ?? [];
  }

  /** The day of the calendar in the controller's time zone; every dated rule of the data map is read against it. */
  calendarDay(moment: Date): CalendarDay {
    return this.#dayOf(moment);
  }

  /**
   * The last day of a term that runs from an event on `start`, by the working days of the controller's country or of another.
   *
   * The day of the event does not count. A term in working days whose years the calendar lacks is answered with the first missing
   * one; a country that the map does not name lacks them all.
   */
  lastDayOf(start: CalendarDay, term: Term, country: string = this.controller.country): Deadline {
    const calendar = this.#workingCalendars.get(country) ?? new WorkingCalendar(undefined);
    return lastDayOf(start, term, calendar, country);
  }

  /** The first moment after a day in the controller's time zone: when a term has passed whose last day it is. */
  endOf(day: CalendarDay): Date {
    return this.#endOf(day);
  }

  /** The published policy that applied on the day of the moment; undefined before the first one known. */
  policyVersionInForceAt(moment: Date): PolicyVersion | undefined {
    const day = this.calendarDay(moment);
    let inForce: PolicyVersion | undefined;
    for (const version of this.document.policyVersions) {
      const hasBegun = version.effectiveFrom <= day;
      if (hasBegun && (inForce === undefined || inForce.effectiveFrom < version.effectiveFrom))
        inForce = version;
    }
    return inForce;
  }
}
