import { referenceOf } from "./load/workload.js";

const LINES_OF_A_CHUNK = 2_000;

/** A CSV file of one column, the references of these users, in chunks as a program reads a file. */
export function* csvOf(users: Iterable<number>): Generator<Buffer> {
  let lines: string[] = [];
  for (const user of users) {
    lines.push(referenceOf(user));
    if (lines.length < LINES_OF_A_CHUNK) continue;
    yield Buffer.from(`${lines.join("\n")}\n`);
    lines = [];
  }
  if (lines.length > 0) yield Buffer.from(`${lines.join("\n")}\n`);
}

/** The users from one number up to, but without, another. */
export function* usersBetween(first: number, end: number): Generator<number> {
  for (let user = first; user < end; user += 1) yield user;
}
