import { declarationsOf, type Sharing } from "../../disclosures/core/sharing-declarations.js";
import type { ObservedTransfer } from "../../disclosures/index.js";
import { keyOf } from "../../datamap/core/catalogue-lists.js";
import { isInForceOn, isRetiredOn } from "../../datamap/core/validity.js";
import type { CalendarDay, CatalogueList, DataMapSnapshot, RecipientKind } from "../../datamap/index.js";

/** How something shows of which a policy version does not speak. */
export interface Drift {
  /** Whether the newest data map declares it. */
  readonly declared: boolean;
  /** In the period; 0 where it is declared only. */
  readonly disclosures: number;
  readonly firstSeen: CalendarDay | null;
  readonly lastSeen: CalendarDay | null;
}

export interface KeyDrift<Key extends string = string> extends Drift {
  readonly key: Key;
}

export interface SharingDrift extends Drift, Sharing {}

export interface PolicyDriftLists {
  readonly categories: readonly KeyDrift[];
  readonly purposes: readonly KeyDrift[];
  readonly recipients: readonly KeyDrift[];
  readonly recipientKinds: readonly KeyDrift<RecipientKind>[];
  readonly countries: readonly KeyDrift[];
  readonly sharing: readonly SharingDrift[];
}

/** What a policy version is held against. */
export interface DriftQuestion {
  /** The revision that the version describes, */
  readonly said: DataMapSnapshot;
  /** and the day from which it applies: what had been retired by then, it does not speak of. */
  readonly saidFrom: CalendarDay;
  readonly newest: DataMapSnapshot;
  readonly today: CalendarDay;
  readonly transfers: readonly ObservedTransfer[];
}

/**
 * What the newest data map declares, or disclosures show, of which the version does not speak. What was seen comes first, and of
 * it what was seen first last; then what is declared only.
 */
export function driftOf(question: DriftQuestion): PolicyDriftLists {
  const { newest, transfers } = question;
  const kindOf = (recipient: string) => newest.recipient(recipient)!.kind;
  return {
    categories: driftOfList(question, "categories", ({ categories }) => categories),
    purposes: driftOfList(question, "purposes", ({ purpose }) => [purpose]),
    recipients: driftOfList(question, "recipients", ({ recipient }) => [recipient]),
    countries: driftOfList(question, "jurisdictions", ({ country }) => [country]),
    recipientKinds: keyDrift(
      kindsIn(question.said, question.saidFrom),
      kindsIn(newest, question.today),
      tally(transfers, ({ recipient }) => [kindOf(recipient)]),
    ),
    sharing: driftOfSharing(question),
  };
}

function driftOfList(
  { said, saidFrom, newest, today, transfers }: DriftQuestion,
  list: CatalogueList,
  keysOf: (transfer: ObservedTransfer) => readonly string[],
): KeyDrift[] {
  return keyDrift(keysIn(said, list, saidFrom), keysIn(newest, list, today), tally(transfers, keysOf));
}

/** The keys of a list's entries that are not retired on a day. */
function keysIn({ document }: DataMapSnapshot, list: CatalogueList, day: CalendarDay): Set<string> {
  return new Set(document[list].filter((entry) => isInUse(entry, day)).map(keyOf));
}

/** The kinds of the recipients that a map names, and those that it names without naming recipients. */
function kindsIn({ document }: DataMapSnapshot, day: CalendarDay): Set<RecipientKind> {
  return new Set([
    ...document.recipients.filter((entry) => isInUse(entry, day)).map(({ kind }) => kind),
    ...document.sharingRules
      .filter((rule) => isInUse(rule, day))
      .flatMap(({ recipientKind }) => recipientKind ?? []),
    ...document.activities
      .filter((entry) => isInUse(entry, day))
      .flatMap(({ recipientKinds }) => recipientKinds),
  ]);
}

function isInUse({ retiredOn }: { readonly retiredOn?: string | undefined }, day: CalendarDay): boolean {
  return !isRetiredOn(day, retiredOn);
}

type Seen = Omit<Drift, "declared">;
const UNSEEN: Seen = { disclosures: 0, firstSeen: null, lastSeen: null };

function tally<Key extends string>(
  transfers: readonly ObservedTransfer[],
  keysOf: (transfer: ObservedTransfer) => readonly Key[],
): Map<Key, Seen> {
  const seen = new Map<Key, Seen>();
  for (const transfer of transfers) {
    for (const key of keysOf(transfer)) seen.set(key, seenToo(seen.get(key) ?? UNSEEN, transfer));
  }
  return seen;
}

function seenToo(
  { disclosures, firstSeen, lastSeen }: Seen,
  { firstDay, lastDay, disclosures: more }: ObservedTransfer,
): Seen {
  return {
    disclosures: disclosures + more,
    firstSeen: firstSeen !== null && firstSeen < firstDay ? firstSeen : firstDay,
    lastSeen: lastSeen !== null && lastSeen > lastDay ? lastSeen : lastDay,
  };
}

function keyDrift<Key extends string>(
  said: ReadonlySet<Key>,
  declared: ReadonlySet<Key>,
  seen: ReadonlyMap<Key, Seen>,
): KeyDrift<Key>[] {
  return [...new Set([...declared, ...seen.keys()])]
    .filter((key) => !said.has(key))
    .map((key) => ({ key, declared: declared.has(key), ...(seen.get(key) ?? UNSEEN) }))
    .sort(latestSeenFirst);
}

/** Sharings that the version's map does not declare: on the days on which they took place, or today. */
function driftOfSharing({ said, newest, today, transfers }: DriftQuestion): SharingDrift[] {
  const [isSaid, isDeclared] = [declarationsOf(said), declarationsOf(newest)];
  const sharings = new Map<string, Sharing>();
  const named = (sharing: Sharing) => {
    // No key contains a space.
    const name = `${sharing.recipient ?? sharing.kind} ${sharing.purpose} ${sharing.category}`;
    sharings.set(name, sharing);
    return name;
  };
  const seen = tally(transfers, ({ recipient, purpose, categories, firstDay }) =>
    categories
      .map((category): Sharing => ({ recipient, kind: newest.recipient(recipient)!.kind, purpose, category }))
      .filter((sharing) => !isSaid(sharing, firstDay))
      .map(named),
  );
  for (const sharing of declaredSharings(newest, today)) if (!isSaid(sharing, today)) named(sharing);
  return [...sharings]
    .map(([name, sharing]) => ({
      ...sharing,
      declared: isDeclared(sharing, today),
      ...(seen.get(name) ?? UNSEEN),
    }))
    .sort(latestSeenFirst);
}

function* declaredSharings(map: DataMapSnapshot, day: CalendarDay): Iterable<Sharing> {
  const of = (recipients: readonly string[], kinds: readonly RecipientKind[]) => [
    ...recipients.map((recipient) => ({ recipient, kind: map.recipient(recipient)!.kind })),
    ...kinds.map((kind) => ({ recipient: null, kind })),
  ];
  for (const rule of map.document.sharingRules.filter((each) => isInForceOn(day, each))) {
    const { purpose, recipient, recipientKind } = rule;
    for (const whom of of(recipient ? [recipient] : [], recipientKind ? [recipientKind] : [])) {
      for (const category of rule.categories) yield { ...whom, purpose, category };
    }
  }
  for (const activity of map.document.activities.filter((each) => isInUse(each, day))) {
    for (const whom of of(activity.recipients, activity.recipientKinds)) {
      for (const purpose of activity.purposes) {
        for (const category of activity.categories) yield { ...whom, purpose, category };
      }
    }
  }
}

function latestSeenFirst(one: Drift, other: Drift): number {
  const [left, right] = [one.firstSeen ?? "", other.firstSeen ?? ""];
  return left < right ? 1 : -Number(left > right);
}
