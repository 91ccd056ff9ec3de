import { describe, expect, it } from "@jest/globals";
import pc from "picocolors";
import { renderChanges, renderTouchedRules, summarise, type Change } from "../../src/cli/plan.js";
import { renderRows } from "../../src/cli/table.js";
import { Terminal } from "../../src/cli/terminal.js";
import { readClientConfig } from "../../src/platform/config.js";

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
    const touched = [{ sharingRule: "to_bank", name: "Bank\u009b2J\u202e\nagain", disclosures: 1 }];
    expect(renderTouchedRules(touched, room(80))).toContain("to_bank (Bank 2J again): 1 disclosures");
  });
});

describe("what a command says", () => {
  const HOSTILE = "A \u001b[2J\u001b]0;title\u0007 B \u009b31m C \u202e D \u007f";
  const SHOWN = "A  [2J ]0;title  B  31m C   D  ";

  function said(tell: (terminal: Terminal) => void, { isTTY = true, json = false } = {}) {
    const written = { stdout: "", stderr: "" };
    const output = (name: keyof typeof written) => ({
      isTTY,
      columns: 80,
      write: (text: string) => Boolean((written[name] += text)),
    });
    const surroundings = { stdout: output("stdout"), stderr: output("stderr"), config: readClientConfig({}) };
    tell(new Terminal(surroundings, { json }));
    return written;
  }

  it("keeps its lines and colours, and passes no command on to the terminal", () => {
    const told = said((terminal) => {
      terminal.result({}, () => `${terminal.colors.bold("Title")}\n${terminal.colors.red(HOSTILE)}`);
      terminal.error(`First.\n${HOSTILE}`);
    });
    const painted = pc.createColors(true);
    expect(told.stdout).toBe(`${painted.bold("Title")}\n${painted.red(SHOWN)}\n`);
    expect(told.stderr).toBe(`${painted.red(`First.\n${SHOWN}`)}\n`);
  });

  it("gives a file its result to the letter", () => {
    expect(said((terminal) => terminal.result({}, () => HOSTILE), { isTTY: false }).stdout).toBe(
      `${HOSTILE}\n`,
    );
  });

  it("is in JSON the same text, written without commands", () => {
    const { stdout } = said((terminal) => terminal.result({ name: HOSTILE }, () => ""), { json: true });
    expect(JSON.parse(stdout)).toEqual({ name: HOSTILE });
    expect(stdout).toMatch(/^[\n\x20-\x7e]+$/);
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
