import { expect, it } from "@jest/globals";
import { codesOf, type Case } from "./sample-transfers.js";

/** What the transfer is, what is told of it, and the findings: none where it is lawful. */
export type Row = readonly [what: string, given: Case, findings: readonly string[]];

/** A test for each row of a decision table. */
export function checkCases(rows: readonly Row[]): void {
  it.each(rows.map(([what, given, findings]) => ({ what, given, findings })))(
    "$what",
    ({ given, findings }) => expect(codesOf(given)).toEqual(findings),
  );
}
