import { setImmediate as nextTurn } from "node:timers/promises";
import type { DataSource } from "typeorm";
import { inTransaction, type Tx } from "../../platform/db/transaction.js";
import { invariant } from "../../platform/errors.js";
import { inSlices } from "../../platform/in-slices.js";
import { eraOf, generationToWrite } from "../../platform/secrets/secret-era.js";
import { findNumbersInOrder, insertInOrder, type FoundNumbers } from "./bulk-subjects.repository.js";
import { PseudonymBatch, type SortedPseudonyms } from "./core/pseudonym-batch.js";
import { WORDS_PER_PSEUDONYM } from "./core/pseudonym.js";
import type { ErasedSubjects } from "./erased-subjects.service.js";
import { PSEUDONYM_FORM } from "./stored-forms.js";
import { takeBlock } from "./subjects.repository.js";

/** In the place of a user's number: the registry has never seen the pseudonym. */
export const UNKNOWN = -1;
const BYTES_PER_PSEUDONYM = 16;
/** Whoever sees one of them first at the same moment waits for so many to be written: a second at most. */
const INSERTED_AT_ONCE = 65_536;

/** Numbers of users by the hundred thousand: a constant number of statements for each batch of sorted pseudonyms, but for two more for each 65,536 first-seen ones, and two where somebody was ever erased. */
export class BulkNumbers {
  constructor(
    private readonly dataSource: DataSource,
    private readonly erased: ErasedSubjects,
  ) {}

  /** For each pseudonym its number, or `UNKNOWN`. */
  async find(sorted: Pick<SortedPseudonyms, "bytes" | "count">): Promise<Float64Array> {
    const { bytes, count } = sorted;
    // The earlier generation first: who is brought over meanwhile is found in the newer one.
    const [first, later] = eraOf(this.dataSource.manager)?.generations ?? [1];
    const numbers = await inTransaction(this.dataSource, (tx) => findUnder(tx, first!, bytes, count));
    if (later === undefined) return numbers;
    const missing = placesOf(UNKNOWN, numbers);
    if (missing.length === 0) return numbers;
    const others = await inTransaction(this.dataSource, (tx) =>
      findUnder(tx, later, takeOut(bytes, missing), missing.length),
    );
    missing.forEach((place, index) => (numbers[place] = others[index]!));
    return numbers;
  }

  /**
   * For each pseudonym its number; first-seen ones are given theirs, in short transactions of their own. Concurrent first sights of
   * one user answer one number.
   */
  async resolve(sorted: SortedPseudonyms): Promise<Float64Array> {
    const numbers = await this.find(sorted);
    const unseen = placesOf(UNKNOWN, numbers);
    if (unseen.length === 0) return numbers;
    const bytes = takeOut(sorted.bytes, unseen);
    const first = await takeBlock(this.dataSource.manager, unseen.length);
    for (let from = 0; from < unseen.length; from += INSERTED_AT_ONCE) {
      const places = unseen.subarray(from, from + INSERTED_AT_ONCE);
      const start = from * BYTES_PER_PSEUDONYM;
      const given = await this.#give(
        bytes.subarray(start, start + places.length * BYTES_PER_PSEUDONYM),
        first + from,
        places.length,
      );
      places.forEach((place, index) => (numbers[place] = given(index)));
    }
    invariant(!numbers.includes(UNKNOWN), "a user of a list has no number");
    return numbers;
  }

  /** Gives pseudonyms the numbers from `first` on, where nobody was quicker; answers the number that each has by then. */
  async #give(bytes: Buffer, first: number, count: number): Promise<(index: number) => number> {
    const order = await inTransaction(this.dataSource, async (tx) => {
      const generation = await generationToWrite(tx);
      const isRotating = eraOf(tx)?.isSettled === false;
      // Who was numbered under the earlier secret since they were looked for is in nobody's way under the newer one.
      const unseen = isRotating ? await unseenBefore(tx, generation, bytes, count) : bytes;
      const stored = await storedInOrder(tx, generation, unseen);
      const given = await insertInOrder(tx, stored.bytes, first, generation);
      await this.erased.firstSeenInBulk(tx, bytes, first);
      return given === count ? stored.places : null;
    });
    if (order === null) {
      const numbers = await this.find({ bytes, count });
      return (index) => numbers[index]!;
    }
    return order === "as they are" ? (index) => first + index : (index) => first + order[index]!;
  }
}

/** Pseudonyms as a generation of the secret stores them, in that order, and where each of them has come to stand. */
interface StoredInOrder {
  readonly bytes: Buffer;
  readonly places: "as they are" | Uint32Array;
}

async function storedInOrder(tx: Tx, generation: number, bytes: Buffer): Promise<StoredInOrder> {
  if (generation === 1) return { bytes, places: "as they are" };
  const stored = PSEUDONYM_FORM.wrap(tx, bytes, generation);
  const batch = new PseudonymBatch();
  for (let at = 0; at < stored.length; at += BYTES_PER_PSEUDONYM) {
    const word = batch.next();
    for (let index = 0; index < WORDS_PER_PSEUDONYM; index += 1) {
      batch.words[word + index] = stored.readUInt32BE(at + index * 4);
    }
  }
  const sorted = await batch.sorted(nextTurn);
  const places = new Uint32Array(sorted.count);
  sorted.positions.forEach((position, place) => (places[position] = place));
  return { bytes: sorted.bytes, places };
}

/** For each of the pseudonyms its number under one generation of the secret, or `UNKNOWN`. */
async function findUnder(tx: Tx, generation: number, bytes: Buffer, count: number): Promise<Float64Array> {
  const stored = await storedInOrder(tx, generation, bytes);
  const { places } = stored;
  const found = await findNumbersInOrder(tx, stored.bytes, count, generation);
  const numbers = await inPlace(found, stored.bytes, count);
  return places === "as they are" ? numbers : Float64Array.from(places, (place) => numbers[place]!);
}

/** Those of the pseudonyms that have no number under the generation before this one. */
async function unseenBefore(tx: Tx, generation: number, bytes: Buffer, count: number): Promise<Buffer> {
  const earlier = (eraOf(tx)?.generations ?? []).filter((each) => each < generation);
  if (earlier.length === 0) return bytes;
  return takeOut(bytes, placesOf(UNKNOWN, await findUnder(tx, earlier[0]!, bytes, count)));
}

function placesOf(sought: number, numbers: Float64Array): Uint32Array {
  const places = new Uint32Array(numbers.length);
  let count = 0;
  for (let place = 0; place < numbers.length; place += 1) {
    if (numbers[place] === sought) places[count++] = place;
  }
  return places.subarray(0, count);
}

function takeOut(bytes: Buffer, places: Uint32Array): Buffer {
  if (places.length * BYTES_PER_PSEUDONYM === bytes.length) return bytes;
  const taken = Buffer.allocUnsafe(places.length * BYTES_PER_PSEUDONYM);
  places.forEach((place, index) => {
    const start = place * BYTES_PER_PSEUDONYM;
    bytes.copy(taken, index * BYTES_PER_PSEUDONYM, start, start + BYTES_PER_PSEUDONYM);
  });
  return taken;
}

async function inPlace(found: FoundNumbers, asked: Buffer, count: number): Promise<Float64Array> {
  const numbers = await readNumbers(found.numbers, found.count);
  const { known } = found;
  if (known === null && found.count === count) return numbers;
  const placed = new Float64Array(count).fill(UNKNOWN);
  let at = 0;
  await inSlices(count, (from, to) => {
    for (let place = from; place < to && at < found.count; place += 1) {
      if (!areEqual(asked, place, known!, at)) continue;
      placed[place] = numbers[at]!;
      at += 1;
    }
  });
  invariant(at === found.count, "the database answered numbers in another order than asked");
  return placed;
}

function areEqual(asked: Buffer, place: number, known: Buffer, at: number): boolean {
  const left = place * BYTES_PER_PSEUDONYM;
  const right = at * BYTES_PER_PSEUDONYM;
  for (let byte = 0; byte < BYTES_PER_PSEUDONYM; byte += 1) {
    if (asked[left + byte] !== known[right + byte]) return false;
  }
  return true;
}

const ZERO = "0".charCodeAt(0);

/** Four milliseconds' worth of a text that is read digit by digit. */
const TEXT_SLICE = 1_048_576;

/** Reads `{1,2,3}`: half a million numbers in some milliseconds, which as rows would be as many objects. */
async function readNumbers(text: string | null, count: number): Promise<Float64Array> {
  const numbers = new Float64Array(count);
  if (text === null) return numbers;
  let place = 0;
  let number = 0;
  const read = (from: number, to: number) => {
    for (let at = Math.max(from, 1); at < to; at += 1) {
      const digit = text.charCodeAt(at) - ZERO;
      if (digit >= 0 && digit <= 9) number = number * 10 + digit;
      else {
        numbers[place++] = number;
        number = 0;
      }
    }
  };
  await inSlices(text.length, read, TEXT_SLICE);
  invariant(place === count, "the database answered other numbers than it counted");
  return numbers;
}
