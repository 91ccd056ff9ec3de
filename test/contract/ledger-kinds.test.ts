import { describe, expect, it } from "@jest/globals";
import { format } from "prettier";
import { leaves } from "../../src/leaves.js";
import { hasOwnId, type LeafKind } from "../../src/modules/ledger/index.js";
import { readCommitted, updating, writeCommitted } from "../support/committed-file.js";

/** docs/ledger.md shows auditors what each kind of leaf holds; `UPDATE_SNAPSHOTS=1` writes its table. */

const PAGE = "docs/ledger.md";
const BEGIN = "<!-- kinds -->\n";
const END = "<!-- /kinds -->";

const code = (names: readonly string[]) => names.map((name) => `\`${name}\``).join(", ");

function rowOf(kind: LeafKind): string {
  const columns = Object.keys(kind.columns);
  const isHidden = (column: string) => kind.columns[column]!.includes(" ");
  const cells = [
    `\`${kind.table}\``,
    hasOwnId(kind) ? `its ${code(kind.key)}` : `made of ${code(kind.key)}`,
    code(columns.filter((column) => !isHidden(column))),
    code(columns.filter(isHidden)),
    kind.users ? `\`${kind.users.table}\`` : "",
  ];
  return `| ${cells.join(" | ")} |`;
}

async function sectionOf(kinds: readonly LeafKind[]): Promise<string> {
  const rows = [...kinds].sort((a, b) => a.table.localeCompare(b.table)).map(rowOf);
  const head = ["| kind | event | in clear | committed | users |", "| --- | --- | --- | --- | --- |"];
  return `${BEGIN}\n${await format([...head, ...rows].join("\n"), { parser: "markdown" })}\n${END}`;
}

describe("The page about the ledger", () => {
  it("shows every kind of leaf with all its columns, in clear or committed", async () => {
    const page = readCommitted(PAGE);
    const start = page.indexOf(BEGIN);
    const end = page.indexOf(END) + END.length;
    const section = await sectionOf(leaves);
    if (updating) writeCommitted(PAGE, page.slice(0, start) + section + page.slice(end));
    else expect(page.slice(start, end)).toBe(section);
  });
});
