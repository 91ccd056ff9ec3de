import { createReadStream } from "node:fs";
import { calledWrongly } from "../exit-code.js";
import { TEXT_BYTES_MAX, unreadable } from "../read-file.js";

export interface FileLine {
  /** From 1. */
  readonly number: number;
  readonly bytes: Buffer;
}

const NEWLINE = 0x0a;
/** The two byte order marks of UTF-16; nothing in UTF-8 begins so. */
const UTF_16_MARKS = ["fffe", "feff"];

/** The lines of a file, one after the other, however large it is. Throws CommandFailed where it cannot be read. */
export async function* fileLines(path: string): AsyncGenerator<FileLine> {
  let pending: Buffer[] = [];
  let pendingBytes = 0;
  let number = 1;
  const whole = (last: Buffer): FileLine => {
    const bytes = Buffer.concat([...pending, last]);
    pending = [];
    pendingBytes = 0;
    return { number: number++, bytes };
  };
  for await (const chunk of chunksOf(path)) {
    if (number === 1 && pendingBytes === 0 && UTF_16_MARKS.includes(chunk.toString("hex", 0, 2))) {
      throw calledWrongly(`${path} is UTF-16: save it as UTF-8 and try again.`);
    }
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      yield whole(chunk.subarray(start, end));
      start = end + 1;
    }
    pending.push(chunk.subarray(start));
    pendingBytes += chunk.length - start;
    if (pendingBytes > TEXT_BYTES_MAX) {
      throw calledWrongly(
        `Line ${number} of ${path} is longer than ${TEXT_BYTES_MAX} bytes: write one disclosure a line, in JSON without line breaks.`,
      );
    }
  }
  if (pendingBytes > 0) yield whole(Buffer.alloc(0));
}

async function* chunksOf(path: string): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of createReadStream(path)) yield chunk as Buffer;
  } catch (error) {
    throw unreadable(path, error);
  }
}
