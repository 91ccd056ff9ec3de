import { describe, expect, it } from "@jest/globals";
import pc from "picocolors";
import { renderChanges, summarise, type Change } from "../../src/cli/plan.js";
import { renderRows } from "../../src/cli/table.js";

const colors = pc.createColors(false);
const room = (width: number) => ({ width, colors });
const linesOver = (text: string, width: number) => text.split("\n").filter((line) => line.length > width);

const changes: readonly Change[] = [
  {
    kind: "ADDED",
    type: "recipient",
    key: "example_bank",
    name: "Example Bank",
    fields: [
      { field: "key", before: null, after: "example_bank" },
      { field: "name", before: null, after: "Example Bank" },
      { field: "kind", before: null, after: "FINANCIAL_INSTITUTION" },
    ],
  },
  {
    kind: "CHANGED",
    type: "purpose",
    key: "statistics",
    name: "Statistics",
    fields: [
      { field: "name", before: "Counting", after: "Statistics" },
      {
        field: "description",
        before: null,
        after: "Counting who uses what, and how often, in order to improve it.",
      },
    ],
  },
  {
    kind: "RETIRED",
    type: "safeguard",
    key: "old_clauses",
    name: "Old clauses",
    fields: [{ field: "retiredOn", before: null, after: "2026-07-01" }],
  },
];

describe("a plan", () => {
  it("reads like a diff: what is added, each changed field before and after, what is retired", () => {
    expect(renderChanges(changes, room(80))).toBe(
      [
        "+ recipient example_bank (Example Bank)",
        "    kind: FINANCIAL_INSTITUTION",
        "~ purpose statistics (Statistics)",
        "    name: Counting → Statistics",
        "    description:",
        "      - (not stated)",
        "      + Counting who uses what, and how often, in order to improve it.",
        "- safeguard old_clauses (Old clauses)",
        "    retiredOn: (not stated) → 2026-07-01",
      ].join("\n"),
    );
    expect(summarise(changes)).toBe("1 added, 1 changed, 1 retired");
    expect(summarise([])).toBeNull();
  });

  it("fits into 40 columns", () => {
    expect(linesOver(renderChanges(changes, room(40)), 40)).toEqual([]);
  });

  it("passes no command of the data map's on to the terminal", () => {
    const [added] = changes;
    const text = renderChanges([{ ...added!, name: "Bank\u001b[2J\u0007\nagain" }], room(80));
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
    expect(text).toContain("(Bank [2J again)");
  });
});

describe("rows", () => {
  const columns = [{ title: "Recipient" }, { title: "What" }, { title: "Times", align: "right" as const }];
  const rows = [
    ["Example Bank", "First name, Last name, Mobile phone number", "4"],
    ["Courier", "Home address", "12"],
  ];

  it("are an aligned table where there is room", () => {
    expect(renderRows(columns, rows, room(80))).toBe(
      [
        "Recipient     What                                        Times",
        "────────────  ──────────────────────────────────────────  ─────",
        "Example Bank  First name, Last name, Mobile phone number      4",
        "Courier       Home address                                   12",
      ].join("\n"),
    );
  });

  it("break long cells between words where there is less", () => {
    expect(renderRows(columns, rows, room(45))).toBe(
      [
        "Recipient     What                      Times",
        "────────────  ────────────────────────  ─────",
        "Example Bank  First name, Last name,        4",
        "              Mobile phone number",
        "Courier       Home address                 12",
      ].join("\n"),
    );
  });

  it("are blocks where the columns do not fit beside each other", () => {
    const text = renderRows(columns, rows, room(30));
    expect(text).toContain(
      "Example Bank\n  What   First name, Last\n         name, Mobile phone\n         number\n  Times  4\n\nCourier",
    );
    expect(linesOver(text, 30)).toEqual([]);
  });
});
