import type { RowScope } from "../../platform/db/row-scope.js";
import type { CatalogueEntry, CatalogueList } from "./core/catalogue-lists.js";
import type { AgreementEntry, RecipientEntry, RecipientKind } from "./core/document.js";
import type { CalendarDay } from "./core/calendar-day.js";

/** What of a data map a caller may name. */
export interface NamingMap {
  entry<List extends CatalogueList>(list: List, key: string): CatalogueEntry<List> | undefined;
  keys(list: CatalogueList): Iterable<string>;
  recipient(key: string): RecipientEntry | undefined;
  agreement(key: string): AgreementEntry | undefined;
  recipientsOfKind(kind: RecipientKind): readonly RecipientEntry[];
  categoryAndDescendants(key: string): readonly string[];
  calendarDay(moment: Date): CalendarDay;
  /** The keys of the only recipients that can be named; null where it is any. */
  readonly recipientsBoundTo: readonly string[] | null;
  /** The same of purposes. */
  readonly purposesBoundTo: readonly string[] | null;
}

/**
 * The data map as whoever is within a row scope may name it: recipients and purposes outside, and agreements with such recipients, are
 * not there, so that naming them is answered as naming what nobody has ever heard of.
 */
export function mapWithin(map: NamingMap, scope: RowScope | null): NamingMap {
  return scope === null ? map : new MapWithinScope(map, scope);
}

class MapWithinScope implements NamingMap {
  readonly recipientsBoundTo: readonly string[] | null;
  readonly purposesBoundTo: readonly string[] | null;

  constructor(
    private readonly map: NamingMap,
    private readonly scope: RowScope,
  ) {
    this.recipientsBoundTo = scope.recipients;
    this.purposesBoundTo = scope.purposes;
  }

  entry<List extends CatalogueList>(list: List, key: string): CatalogueEntry<List> | undefined {
    return this.#isNamed(list, key) ? this.map.entry(list, key) : undefined;
  }

  keys(list: CatalogueList): Iterable<string> {
    return [...this.map.keys(list)].filter((key) => this.#isNamed(list, key));
  }

  recipient(key: string): RecipientEntry | undefined {
    return this.entry("recipients", key);
  }

  agreement(key: string): AgreementEntry | undefined {
    return this.entry("agreements", key);
  }

  recipientsOfKind(kind: RecipientKind): readonly RecipientEntry[] {
    return this.map.recipientsOfKind(kind).filter(({ key }) => this.#isNamed("recipients", key));
  }

  categoryAndDescendants(key: string): readonly string[] {
    return this.map.categoryAndDescendants(key);
  }

  calendarDay(moment: Date): CalendarDay {
    return this.map.calendarDay(moment);
  }

  #isNamed(list: CatalogueList, key: string): boolean {
    const { recipients, purposes } = this.scope;
    if (list === "recipients") return recipients?.includes(key) ?? true;
    if (list === "purposes") return purposes?.includes(key) ?? true;
    if (list !== "agreements" || recipients === null) return true;
    const agreement = this.map.agreement(key);
    return agreement !== undefined && recipients.includes(agreement.recipient);
  }
}
