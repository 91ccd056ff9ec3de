import { describe, expect, it } from "@jest/globals";
import { parseDataMapDocument } from "../../../src/modules/datamap/data-map-document.parser.js";
import { DataMapSnapshot, type DataMapDocument } from "../../../src/modules/datamap/index.js";
import { dueFormOf, type Arrival } from "../../../src/modules/rights/core/due-form.js";
import { EXAMPLE } from "../../support/example-map.js";

const example = parseDataMapDocument(EXAMPLE, "example.yaml");

const mapOf = (changes: Partial<DataMapDocument> = {}) =>
  new DataMapSnapshot({
    number: 1,
    effectiveFrom: null,
    appliedAt: new Date(0),
    appliedBy: "test",
    message: "",
    document: { ...example, ...changes },
  });

const map = mapOf();
const DAY = "2026-03-02";
const arrival = (changes: Partial<Arrival> = {}): Arrival => ({
  kind: "ACCESS",
  channel: null,
  form: "WRITTEN",
  address: "info@edcrunch.kz",
  subjectLine: null,
  ...changes,
});
const formOf = (changes: Partial<Arrival>) => dueFormOf(arrival(changes), map, DAY);

describe("A request is in due form", () => {
  it.each<[string, Partial<Arrival>]>([
    ["a right used at the info address, whatever the subject line", { subjectLine: "Hello" }],
    ["the same, with other capitals and spaces around", { address: "  Info@EdCrunch.kz " }],
    [
      "a complaint at the support address with the subject line asked for",
      { kind: "COMPLAINT", address: "support@edcrunch.kz", subjectLine: "personal data" },
    ],
    [
      "the same, with other capitals and spaces",
      { kind: "COMPLAINT", address: "support@edcrunch.kz", subjectLine: " Personal   DATA" },
    ],
    ["an erasure at the info address", { kind: "ERASURE" }],
    [
      "an erasure at the support address with the subject line",
      { kind: "ERASURE", address: "support@edcrunch.kz", subjectLine: "personal data" },
    ],
    ["one through the support service", { channel: "support_service" }],
  ])("if it is %s", (_what, changes) => {
    expect(formOf(changes)).toEqual({ inDueForm: true, problems: [], isAnswered: true });
  });

  it("if the data map has no rule for its kind, or a rule that is retired by then", () => {
    const strange = arrival({ address: null });
    expect(dueFormOf(strange, mapOf({ intakeRules: [] }), DAY).inDueForm).toBe(true);
    const retired = example.intakeRules.map((rule) => ({ ...rule, retiredOn: "2026-03-02" }));
    expect(dueFormOf(strange, mapOf({ intakeRules: retired }), DAY).inDueForm).toBe(true);
    expect(dueFormOf(strange, mapOf({ intakeRules: retired }), "2026-03-01").inDueForm).toBe(false);
  });
});

describe("A request that is not in due form says what was missing by the rule it came closest to:", () => {
  it.each<[string, Partial<Arrival>, string[]]>([
    ["another address", { address: "support@edcrunch.kz" }, ["OTHER_ADDRESS"]],
    ["no address", { address: null }, ["OTHER_ADDRESS"]],
    [
      "another subject line",
      { kind: "COMPLAINT", address: "support@edcrunch.kz", subjectLine: "Complaint" },
      ["OTHER_SUBJECT_LINE"],
    ],
    ["no subject line", { kind: "COMPLAINT", address: "support@edcrunch.kz" }, ["OTHER_SUBJECT_LINE"]],
    ["a channel that is not admitted", { channel: "telegram" }, ["CHANNEL_NOT_ADMITTED"]],
    ["word of mouth", { form: "ORAL" }, ["NOT_IN_WRITING"]],
    [
      "several",
      { channel: "facebook", address: null, form: "ORAL" },
      ["OTHER_ADDRESS", "CHANNEL_NOT_ADMITTED", "NOT_IN_WRITING"],
    ],
    [
      "an erasure that follows neither of its two rules",
      { kind: "ERASURE", address: "support@edcrunch.kz", subjectLine: "delete me" },
      ["OTHER_SUBJECT_LINE"],
    ],
  ])("%s", (_what, changes, problems) => {
    expect(formOf(changes)).toEqual({ inDueForm: false, problems, isAnswered: false });
  });

  it("and is answered all the same where a rule says so", () => {
    const intakeRules = example.intakeRules.map((rule) => ({ ...rule, ifNotInDueForm: "ANSWERED" as const }));
    expect(dueFormOf(arrival({ address: null }), mapOf({ intakeRules }), DAY)).toEqual({
      inDueForm: false,
      problems: ["OTHER_ADDRESS"],
      isAnswered: true,
    });
  });
});
