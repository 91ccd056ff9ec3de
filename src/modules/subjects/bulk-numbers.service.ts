import type { DataSource } from "typeorm";
import { inTransaction } from "../../platform/db/transaction.js";
import { invariant } from "../../platform/errors.js";
import { findNumbersInOrder, insertInOrder, type FoundNumbers } from "./bulk-subjects.repository.js";
import type { SortedPseudonyms } from "./core/pseudonym-batch.js";
import { takeBlock } from "./subjects.repository.js";

/** In the place of a user's number: the registry has never seen the pseudonym. */
export const UNKNOWN = -1;
const BYTES_PER_PSEUDONYM = 16;

/** Numbers of users by the hundred thousand: a constant number of statements for each batch of sorted pseudonyms. */
export class BulkNumbers {
  constructor(private readonly dataSource: DataSource) {}

  /** For each pseudonym its number, or `UNKNOWN`. */
  async find(sorted: Pick<SortedPseudonyms, "bytes" | "count">): Promise<Float64Array> {
    const { bytes, count } = sorted;
    const found = await inTransaction(this.dataSource, (tx) => findNumbersInOrder(tx, bytes, count));
    return inPlace(found, bytes, count);
  }

  /**
   * For each pseudonym its number; first-seen ones are given theirs, in short transactions of their own. Concurrent first sights of
   * one user answer one number.
   */
  async resolve(sorted: SortedPseudonyms): Promise<Float64Array> {
    const numbers = await this.find(sorted);
    const unseen: number[] = [];
    numbers.forEach((number, place) => {
      if (number === UNKNOWN) unseen.push(place);
    });
    if (unseen.length === 0) return numbers;
    const bytes = takeOut(sorted.bytes, unseen);
    const first = await takeBlock(this.dataSource.manager, unseen.length);
    const inserted = await inTransaction(this.dataSource, (tx) => insertInOrder(tx, bytes, first));
    const given =
      inserted === unseen.length
        ? Float64Array.from(unseen, (_, index) => first + index)
        : await this.find({ bytes, count: unseen.length });
    unseen.forEach((place, index) => (numbers[place] = given[index]!));
    invariant(!numbers.includes(UNKNOWN), "a user of a list has no number");
    return numbers;
  }
}

function takeOut(bytes: Buffer, places: readonly number[]): Buffer {
  const taken = Buffer.allocUnsafe(places.length * BYTES_PER_PSEUDONYM);
  places.forEach((place, index) => {
    const start = place * BYTES_PER_PSEUDONYM;
    bytes.copy(taken, index * BYTES_PER_PSEUDONYM, start, start + BYTES_PER_PSEUDONYM);
  });
  return taken;
}

function inPlace(found: FoundNumbers, asked: Buffer, count: number): Float64Array {
  const numbers = readNumbers(found.numbers, found.count);
  if (found.known === null && found.count === count) return numbers;
  const placed = new Float64Array(count).fill(UNKNOWN);
  let at = 0;
  for (let place = 0; place < count && at < found.count; place += 1) {
    const start = place * BYTES_PER_PSEUDONYM;
    const knownStart = at * BYTES_PER_PSEUDONYM;
    const order = asked.compare(
      found.known!,
      knownStart,
      knownStart + BYTES_PER_PSEUDONYM,
      start,
      start + BYTES_PER_PSEUDONYM,
    );
    if (order === 0) {
      placed[place] = numbers[at]!;
      at += 1;
    }
  }
  invariant(at === found.count, "the database answered numbers in another order than asked");
  return placed;
}

const ZERO = "0".charCodeAt(0);

/** Reads `{1,2,3}`: a hundred thousand numbers in a millisecond or two, which as rows would be as many objects. */
function readNumbers(text: string | null, count: number): Float64Array {
  const numbers = new Float64Array(count);
  if (text === null) return numbers;
  let place = 0;
  let number = 0;
  for (let at = 1; at < text.length; at += 1) {
    const digit = text.charCodeAt(at) - ZERO;
    if (digit >= 0 && digit <= 9) number = number * 10 + digit;
    else {
      numbers[place++] = number;
      number = 0;
    }
  }
  invariant(place === count, "the database answered other numbers than it counted");
  return numbers;
}
