import { asTold } from "./as-told.js";
import { CATALOGUE_LISTS, catalogueLists, keyOf } from "./catalogue-lists.js";
import type { CatalogueEntry, CatalogueList } from "./catalogue-lists.js";
import { parentKeyOf } from "./category-tree.js";
import { referencesIn } from "./checks/references.js";
import type { DataMapDocument } from "./document.js";
import type { DocumentProblem } from "./document-problem.js";
import { nounOf } from "./plan-changes.js";
import type { EntryChange } from "./plan-changes.js";

/** How many of the entries that use another are named; the rest are counted. */
const USERS_SHOWN = 5;

/** What a change from one document to the next may not do, each with its place in the next one. */
export function checkChanges(next: DataMapDocument, changes: readonly EntryChange[]): DocumentProblem[] {
  return [...checkRemovals(changes), ...checkRetirements(next, changes)];
}

/** The entries of a kind that decides which rules apply to them, where the kind is not what it was. */
export function kindsChanged(changes: readonly EntryChange[], list: "recipients" | "legalGrounds"): string[] {
  return changes.flatMap(({ kind, part, key, fields }) =>
    part === list && kind !== "ADDED" && kind !== "REMOVED" && fields.some(({ field }) => field === "kind")
      ? [key]
      : [],
  );
}

/** Why the kind of an entry that records name must stay as it is. */
export function kindInUse(
  next: DataMapDocument,
  list: "recipients" | "legalGrounds",
  key: string,
  records: number,
): DocumentProblem {
  const index = next[list].findIndex((entry) => entry.key === key);
  const noun = CATALOGUE_LISTS[list];
  const message = `The kind of the ${noun} "${key}" cannot change: ${records} recorded disclosures rest on it. Leave the kind, retire the ${noun}, and add one of the new kind under another key.`;
  return { path: [list, index, "kind"], message };
}

function checkRemovals(changes: readonly EntryChange[]): DocumentProblem[] {
  return changes.flatMap(({ kind, part, key }) => {
    if (kind !== "REMOVED") return [];
    const remedy =
      part === "policyVersions"
        ? "Put it back: what was published stays known."
        : "Put it back and retire it instead: set retiredOn.";
    const message = `The ${nounOf(part)} "${key}" is missing. Entries are never removed, because records name them. ${remedy}`;
    return [{ path: [part], message, concernsName: true as const }];
  });
}

interface Retirement {
  readonly list: CatalogueList;
  readonly index: number;
  readonly entry: CatalogueEntry;
  readonly retiredOn: string;
}

function checkRetirements(next: DataMapDocument, changes: readonly EntryChange[]): DocumentProblem[] {
  const retirements = retirementsIn(next, changes);
  if (retirements.length === 0) return [];
  const users = usersByEntry(next);
  return retirements.flatMap((retirement) => [
    ...childrenLeft(next, retirement),
    ...usersLeft(retirement, users.get(`${retirement.list} ${keyOf(retirement.entry)}`) ?? []),
  ]);
}

/** The entries whose day of retirement is set or moved by the change. */
function retirementsIn(next: DataMapDocument, changes: readonly EntryChange[]): Retirement[] {
  const moved = new Set(
    changes
      .filter(({ kind, fields }) => kind !== "ADDED" && fields.some(({ field }) => field === "retiredOn"))
      .map(({ part, key }) => `${part} ${key}`),
  );
  if (moved.size === 0) return [];
  return catalogueLists.flatMap((list) =>
    next[list].flatMap((entry, index) =>
      entry.retiredOn !== undefined && moved.has(`${list} ${keyOf(entry)}`)
        ? [{ list, index, entry, retiredOn: entry.retiredOn }]
        : [],
    ),
  );
}

/** A category takes everything under it along, so nothing under it may live longer; a successor does not change that. */
function childrenLeft(
  next: DataMapDocument,
  { list, index, entry, retiredOn }: Retirement,
): DocumentProblem[] {
  if (list !== "categories") return [];
  const key = keyOf(entry);
  const left = next.categories.filter((each) => parentKeyOf(each.key) === key && outlives(each, retiredOn));
  if (left.length === 0) return [];
  const message = `The category "${key}" cannot be retired while categories under it live on: ${listed(left.map((each) => `"${asTold(each.key)}"`))}. Retire those too, on the same day or before.`;
  return [{ path: [list, index, "retiredOn"], message }];
}

function usersLeft({ list, index, entry, retiredOn }: Retirement, users: readonly User[]): DocumentProblem[] {
  if (entry.replacedBy !== undefined) return [];
  const left = users.filter((user) => outlives(user.entry, retiredOn));
  if (left.length === 0) return [];
  const key = keyOf(entry);
  const names = [...new Set(left.map(({ called }) => called))];
  const message = `The ${CATALOGUE_LISTS[list]} "${key}" cannot be retired: it is used by ${listed(names)}. Change or retire those too, or say in replacedBy what takes its place.`;
  return [{ path: [list, index, "retiredOn"], message }];
}

/** An entry that names another. */
interface User {
  /** `recipient "example_bank"` */
  readonly called: string;
  readonly entry: object;
}

function usersByEntry(next: DataMapDocument): Map<string, User[]> {
  const users = new Map<string, User[]>();
  const add = (target: CatalogueList, named: string, user: User) => {
    const known = users.get(`${target} ${named}`);
    if (known) known.push(user);
    else users.set(`${target} ${named}`, [user]);
  };
  for (const { list, index, target, names } of referencesIn(next)) {
    const entry: CatalogueEntry = next[list][index]!;
    add(target, names, { called: `${CATALOGUE_LISTS[list]} "${asTold(keyOf(entry))}"`, entry });
  }
  const { controller } = next;
  add("jurisdictions", controller.country, {
    called: "the controller",
    entry: controller,
  });
  return users;
}

/** Whether an entry is still in use on a day: neither retired by then nor past its last day. */
function outlives(entry: object, day: string): boolean {
  const { retiredOn, validTo } = entry as { retiredOn?: string; validTo?: string };
  return (retiredOn === undefined || retiredOn > day) && (validTo === undefined || validTo >= day);
}

function listed(names: readonly string[]): string {
  const hidden = names.length - USERS_SHOWN;
  const shown = names.slice(0, USERS_SHOWN).join(", ");
  return hidden > 0 ? `${shown} and ${hidden} more` : shown;
}
