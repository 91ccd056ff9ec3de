import type { KeyedHash } from "./core/keyed-hash.js";
import type { ListFormat } from "./core/list-format.js";
import { ListReader } from "./core/list-reader.js";
import { SortingRoom } from "./core/pseudonym-batch.js";
import { ReferenceBatch } from "./core/reference-batch.js";

/** Read at a stretch: some milliseconds, after which other requests have their turn. */
const SLICE_BYTES = 64 * 1024;
/** A reference takes at least two bytes, one of them its line's end. */
const SLICE_REFERENCES_MAX = SLICE_BYTES / 2 + 1;

export interface BatchReading {
  /** The list's bytes, not compressed. */
  readonly source: AsyncIterable<Buffer>;
  readonly format: ListFormat;
  /** Told how many lines were read, some thousand at a time. What it throws ends the reading. */
  readonly onLines: (lines: number) => void;
  readonly hash: KeyedHash;
  /** What is kept beside each pseudonym: nothing, the normalised reference, or the line as it came. */
  readonly keeps: "nothing" | "references" | "lines";
  /** Called with one batch after the other, never with two at once. The batch is used again once it has been taken. */
  readonly take: (batch: ReferenceBatch) => Promise<void>;
}

/**
 * Turns a list of any length into batches of pseudonyms, in constant memory. While one batch is being taken the next one fills;
 * a full one holds the sender back.
 *
 * Throws what the source, the list (BAD_USER_INPUT), `onLines` and `take` throw. Nothing is being taken any more when it ends or throws.
 */
export async function readInBatches(reading: BatchReading): Promise<void> {
  const { source, keeps } = reading;
  const room = new SortingRoom();
  let filling = new ReferenceBatch(room);
  let spare: ReferenceBatch | undefined;
  let taking: Promise<void> = Promise.resolve();
  const reader = new ListReader(
    reading.format,
    (bytes, start, end) => {
      const { pseudonyms } = filling;
      const at = pseudonyms.next();
      reading.hash.write(bytes, start, end, pseudonyms.words, at);
      if (keeps === "references") filling.addText(bytes, start, end);
    },
    keeps === "lines" ? (bytes, start, end) => filling.addText(bytes, start, end) : undefined,
  );
  const handOver = async () => {
    await taking;
    const full = filling;
    filling = spare ?? new ReferenceBatch(room);
    spare = undefined;
    taking = reading.take(full).then(() => {
      full.clear();
      spare = full;
    });
    // Whoever hands over next, or the end, is told; until then it must not count as unheard.
    taking.catch(() => undefined);
  };
  try {
    for await (const chunk of source) {
      for (let start = 0; start < chunk.length; start += SLICE_BYTES) {
        const before = reader.lines;
        reader.push(chunk.subarray(start, start + SLICE_BYTES));
        reading.onLines(reader.lines - before);
        if (filling.isFullFor(SLICE_REFERENCES_MAX)) await handOver();
      }
    }
    reader.end();
    if (filling.size > 0) await handOver();
  } finally {
    await taking.catch(() => undefined);
  }
  await taking;
}
