import { describe, expect, it } from "@jest/globals";
import { format } from "prettier";
import { grants } from "../../migrations/grants.js";
import { readCommitted, updating, writeCommitted } from "../support/committed-file.js";

const PAGE = "docs/database-roles.md";
const REFRESH = "UPDATE_SNAPSHOTS=1 npm test -- test/contract/database-roles.test.ts";
const BEGIN = "<!-- tables -->\n";
const END = "<!-- /tables -->";

async function table(): Promise<string> {
  const rows = grants.flatMap((grant) => {
    if (grant.kind === "function") return [];
    const eraser = grant.kind === "person" ? grant.eraser : "";
    const sequencer = grant.kind === "ledger" ? grant.sequencer : "";
    return [
      `| \`${grant.table}\` | ${grant.kind} | ${grant.privileges} | ${grant.scoped ?? ""} | ${eraser} | ${sequencer} | ${grant.reader ?? ""} |`,
    ];
  });
  const head = [
    "| table | kind | API | scoped | eraser | sequencer | reader |",
    "| --- | --- | --- | --- | --- | --- | --- |",
  ];
  return format([...head, ...rows.sort()].join("\n"), { parser: "markdown" });
}

describe("The page about the database's roles", () => {
  it(`shows what each role may do with each table (${REFRESH} writes it)`, async () => {
    const page = readCommitted(PAGE);
    const start = page.indexOf(BEGIN);
    const end = page.indexOf(END) + END.length;
    const section = `${BEGIN}\n${await table()}\n${END}`;
    if (updating) writeCommitted(PAGE, page.slice(0, start) + section + page.slice(end));
    else expect(page.slice(start, end)).toBe(section);
  });
});
