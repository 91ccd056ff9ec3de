import { copyOutInBatches } from "../../platform/db/copy-binary.js";
import { bit, int2, int2Array, int4 } from "../../platform/db/copy-types.js";
import { raw, sql } from "../../platform/db/sql.js";
import type { Tx } from "../../platform/db/transaction.js";
import type { LeafKind, LeafUsers } from "./core/leaf-kind.js";
import { SetRoot } from "./core/set-root.js";
import type { RootOfUsers } from "./leaves-of.js";

/** An event, and the id by which the rows of a set table name what their users belong to. */
export interface OwnerOfUsers {
  readonly event: string;
  readonly owner: string;
}

/** The slot of a row that stands for several users. */
const PACKED_SLOT = -1;

const ROW = { place: int4, segment: int4, slot: int2, offsets: int2Array, bitmap: bit };

interface Row {
  readonly place: number;
  readonly segment: number;
  readonly slot: number;
  readonly offsets: Uint16Array | null;
  readonly bitmap: Uint8Array | null;
}

/**
 * The roots over the users of recorded events of a kind, from the rows of its set table; an event without a row there has none. Memory does not grow
 * with the users, who are read as they are hashed.
 */
export async function findRootsOfUsers(
  tx: Tx,
  salt: Uint8Array,
  { table: kind, users }: LeafKind,
  owners: readonly OwnerOfUsers[],
): Promise<RootOfUsers[]> {
  if (!users || owners.length === 0) return [];
  const roots = new RootsInOrder(salt, kind, owners);
  for await (const rows of copyOutInBatches(tx, rowsOf(users, owners), ROW)) {
    for (const row of rows) roots.add(row as Row);
  }
  return roots.end();
}

/** Gathers the roots from rows that come by owner, by segment, and by slot. */
class RootsInOrder {
  readonly #roots: RootOfUsers[] = [];
  #owner: { readonly place: number; readonly root: SetRoot } | null = null;
  #segment: { readonly number: number; readonly slots: number[] } | null = null;

  constructor(
    private readonly salt: Uint8Array,
    private readonly kind: string,
    private readonly owners: readonly OwnerOfUsers[],
  ) {}

  add(row: Row): void {
    if (this.#owner?.place !== row.place) {
      this.#closeOwner();
      const { event } = this.owners[row.place]!;
      this.#owner = { place: row.place, root: new SetRoot(this.salt, { kind: this.kind, event }) };
    }
    if (this.#segment?.number !== row.segment) {
      this.#closeSegment();
      this.#segment = { number: row.segment, slots: [] };
    }
    for (const slot of slotsOf(row)) this.#segment.slots.push(slot);
  }

  end(): RootOfUsers[] {
    this.#closeOwner();
    return this.#roots;
  }

  #closeOwner(): void {
    this.#closeSegment();
    if (!this.#owner) return;
    const { place, root } = this.#owner;
    this.#roots.push({ event: this.owners[place]!.event, root: root.hex() });
    this.#owner = null;
  }

  #closeSegment(): void {
    if (this.#segment) this.#owner!.root.add(this.#segment.number, this.#segment.slots);
    this.#segment = null;
  }
}

/** The rows of each owner in the order in which the root goes through them. OFFSET has each owner's own rows read by their index. */
function rowsOf({ table, owner }: LeafUsers, owners: readonly OwnerOfUsers[]) {
  const own = raw(`SELECT segment, slot, offsets, bitmap FROM ${table} WHERE ${owner} = asked.id OFFSET 0`);
  return sql`SELECT (asked.place - 1)::int, own.segment, own.slot, own.offsets, own.bitmap
               FROM unnest(${owners.map((each) => each.owner)}::uuid[]) WITH ORDINALITY AS asked (id, place)
              CROSS JOIN LATERAL (${own}) AS own
              ORDER BY asked.place, own.segment, own.slot`;
}

/** Ascending. */
function* slotsOf({ slot, offsets, bitmap }: Row): Generator<number> {
  if (slot !== PACKED_SLOT) yield slot;
  if (offsets) yield* offsets;
  if (!bitmap) return;
  for (let index = 0; index < bitmap.length; index += 1) {
    const byte = bitmap[index]!;
    for (let bitOfByte = 0; byte !== 0 && bitOfByte < 8; bitOfByte += 1) {
      if (byte & (0x80 >> bitOfByte)) yield index * 8 + bitOfByte;
    }
  }
}
