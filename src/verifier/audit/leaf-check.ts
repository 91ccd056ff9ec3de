import type { EntityManager } from "typeorm";
import { monthOf } from "../../modules/coverage/core/month.js";
import type { LeafKind, LeafUsers } from "../../modules/ledger/core/leaf-kind.js";
import { USERS_LINE } from "../../modules/ledger/core/leaf-text.js";
import { timeOfUuidV7 } from "../../platform/ids.js";
import {
  deriveLeaves,
  findDifferent,
  mayBeOverwritten,
  type DerivedLeaf,
} from "./derived-leaves.repository.js";
import { beginsAs, differences, keyOf, usersIn, valueIn, withUsers } from "./leaf-lines.js";
import { readSetRows } from "./set-rows.repository.js";
import { SetRoots, type RootOfRows } from "./set-roots.js";

/** A leaf as it is stored, numbered or pending. */
export interface AuditedLeaf {
  readonly event: string;
  readonly kind: string;
  readonly leaf: Uint8Array;
  /** The leaf's hash in the tree. */
  readonly hash: Buffer;
}

/** The first leaf of those checked that is not what its row makes. */
export interface WrongLeaf {
  readonly place: number;
  /** Goes on after naming the leaf: "differs from its row in purpose". */
  readonly why: string;
}

/** What an audit has found to be right, counted. */
export interface LeafCounts {
  leavesByKind: Map<string, number>;
  /** Pairs of an event and a user, each found in a set table. */
  pairs: number;
  /** Leaves with a value that an erasure has overwritten since. */
  overwritten: number;
  /** Leaves whose users were taken out of the database with their month: their roots are taken as given. */
  detached: number;
}

/** Sets read at once hold at most so many users, as their leaves have it; a larger one is read alone. */
const USERS_AT_ONCE = 1_000_000;
/** The table of sets that months are taken out of. */
const DETACHABLE = "coverage";

interface Asked {
  readonly place: number;
  readonly key: readonly string[];
  /** What rows of the set table name. */
  readonly owner: string | null;
}

/** Derives leaves anew from the rows they were made of, and says which is the first that is another. */
export class LeafCheck {
  readonly counts: LeafCounts = { leavesByKind: new Map(), pairs: 0, overwritten: 0, detached: 0 };
  readonly #kinds: ReadonlyMap<string, LeafKind>;

  constructor(
    kinds: readonly LeafKind[],
    private readonly salt: Uint8Array,
    /** First moments of months, in milliseconds since 1970. */
    private readonly detachedMonths: ReadonlySet<number>,
  ) {
    this.#kinds = new Map(kinds.map((kind) => [kind.table, kind]));
  }

  async firstWrong(db: EntityManager, leaves: readonly AuditedLeaf[]): Promise<WrongLeaf | null> {
    const wrong: WrongLeaf[] = [];
    const asked = new Map<LeafKind, Asked[]>();
    leaves.forEach(({ event, kind: name, leaf }, place) => {
      const kind = this.#kinds.get(name);
      if (kind === undefined) return void wrong.push({ place, why: "is of a kind that there is none of" });
      if (!beginsAs(leaf, name, event))
        return void wrong.push({ place, why: "does not begin with its kind and event" });
      const key = keyOf(kind, leaf, event);
      if (key === null) return void wrong.push({ place, why: "names no row" });
      const owner = kind.users && key[kind.key.indexOf(kind.users.names)]!;
      const others = asked.get(kind);
      if (others) others.push({ place, key, owner });
      else asked.set(kind, [{ place, key, owner }]);
    });
    for (const [kind, places] of asked) wrong.push(...(await this.#wrongOf(db, kind, places, leaves)));
    return wrong.reduce<WrongLeaf | null>(
      (first, each) => (first === null || each.place < first.place ? each : first),
      null,
    );
  }

  /** The wrong ones of one kind. */
  async #wrongOf(
    db: EntityManager,
    kind: LeafKind,
    asked: readonly Asked[],
    leaves: readonly AuditedLeaf[],
  ): Promise<WrongLeaf[]> {
    const sets = kind.users ? await this.#setsOf(db, kind, kind.users, asked, leaves) : null;
    const roots = asked.map(({ place }, at) =>
      kind.users ? this.#rootOf(kind, leaves[place]!, sets?.get(at)) : null,
    );
    const compared = asked.map(({ place, key }, at) => ({
      key,
      root: roots[at]!,
      hash: leaves[place]!.hash,
    }));
    const different = withNoSets(await findDifferent(db, kind, compared, this.salt), sets);
    const keys = different.map((at) => asked[at]!.key);
    const derived =
      keys.length === 0 ? new Map<number, DerivedLeaf>() : await deriveLeaves(db, kind, keys, this.salt);
    const wrong: WrongLeaf[] = [];
    for (const [nth, at] of different.entries()) {
      const { place, key } = asked[at]!;
      const isSet = sets?.get(at)?.root !== null;
      const why = await this.#whyWrong(
        db,
        kind,
        key,
        leaves[place]!,
        derived.get(nth),
        isSet ? roots[at]! : undefined,
      );
      if (why !== null) wrong.push({ place, why });
    }
    this.#count(kind, asked.length, sets);
    return wrong;
  }

  /** The root that a leaf is to hold; null where it is to hold none. What was taken out of the database is taken as given. */
  #rootOf(kind: LeafKind, { event, leaf }: AuditedLeaf, set: RootOfRows | undefined): string | null {
    if (set !== undefined) return set.root;
    if (kind.users?.table !== DETACHABLE || !this.detachedMonths.has(monthOf(timeOfUuidV7(event))))
      return null;
    this.counts.detached += 1;
    return valueIn(leaf, USERS_LINE);
  }

  /** @param root of the row's users; undefined where its rows are no set. */
  async #whyWrong(
    db: EntityManager,
    kind: LeafKind,
    key: readonly string[],
    { leaf }: AuditedLeaf,
    row: DerivedLeaf | undefined,
    root: string | null | undefined,
  ): Promise<string | null> {
    if (row === undefined) return "has no row: it was removed, or another was put in its place";
    if (row.oddColumn !== null) {
      return `differs from its row in ${row.oddColumn}, which holds what is never recorded`;
    }
    if (root === undefined) {
      return `differs from its row in ${USERS_LINE}: the rows of ${kind.users!.table} are no set`;
    }
    const different = differences(kind, leaf, withUsers(row.leaf, root));
    if (different.length === 0) return null;
    const isErasable = different.every((line) => kind.columns[line]?.startsWith("erasable"));
    if (
      isErasable &&
      kind.erasedWhere !== null &&
      (await mayBeOverwritten(db, kind, key, kind.erasedWhere))
    ) {
      this.counts.overwritten += 1;
      return null;
    }
    return `differs from its row in ${different[0]!}`;
  }

  /** The roots over the users of each, by place in `asked`. */
  async #setsOf(
    db: EntityManager,
    kind: LeafKind,
    users: LeafUsers,
    asked: readonly Asked[],
    leaves: readonly AuditedLeaf[],
  ): Promise<ReadonlyMap<number, RootOfRows>> {
    const all = new Map<number, RootOfRows>();
    for (const { from, to } of portions(asked.map(({ place }) => usersIn(leaves[place]!.leaf)))) {
      const some = asked.slice(from, to);
      const events = some.map(({ place }) => leaves[place]!.event);
      const roots = new SetRoots(this.salt, kind.table, events);
      for await (const rows of readSetRows(
        db,
        users,
        some.map(({ owner }) => owner!),
      )) {
        for (const row of rows) roots.take(row);
      }
      for (const [at, root] of roots.end()) all.set(from + at, root);
    }
    return all;
  }

  #count(kind: LeafKind, leaves: number, sets: ReadonlyMap<number, RootOfRows> | null): void {
    const { leavesByKind } = this.counts;
    leavesByKind.set(kind.table, (leavesByKind.get(kind.table) ?? 0) + leaves);
    for (const { users } of sets?.values() ?? []) this.counts.pairs += users;
  }
}

/** Adds the places whose rows are no set, which a leaf without users would not tell. */
function withNoSets(different: readonly number[], sets: ReadonlyMap<number, RootOfRows> | null): number[] {
  const all = new Set(different);
  sets?.forEach(({ root }, at) => root === null && all.add(at));
  return [...all].sort((one, other) => one - other);
}

/** Cuts a list into portions of about a million users. */
function* portions(users: readonly number[]): Generator<{ readonly from: number; readonly to: number }> {
  let from = 0;
  let sum = 0;
  for (let at = 0; at < users.length; at += 1) {
    const count = users[at]!;
    if (at > from && sum + count > USERS_AT_ONCE) {
      yield { from, to: at };
      from = at;
      sum = 0;
    }
    sum += count;
  }
  if (from < users.length) yield { from, to: users.length };
}
