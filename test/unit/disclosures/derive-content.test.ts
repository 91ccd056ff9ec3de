import { describe, expect, it } from "@jest/globals";
import { deriveContent } from "../../../src/modules/disclosures/core/derive-content.js";
import {
  readDisclosure,
  type DisclosureInput,
} from "../../../src/modules/disclosures/core/read-disclosure.js";
import { DataMapSnapshot, type DataMapDocument } from "../../../src/modules/datamap/index.js";
import { smallMap } from "../datamap/small-map.js";

function snapshot(number: number, change: (document: DataMapDocument) => DataMapDocument = (each) => each) {
  return new DataMapSnapshot({
    number,
    effectiveFrom: number === 1 ? null : new Date("2026-05-01T00:00:00Z"),
    appliedAt: new Date("2026-05-01T00:00:00Z"),
    appliedBy: "test",
    message: "",
    document: change(smallMap()),
  });
}

/** The newest map knows a partner that the one in force did not, and its hosting company has moved. */
const inForce = snapshot(1);
const newest = snapshot(2, (document) => ({
  ...document,
  controller: { ...document.controller, country: "DE" },
  recipients: [
    ...document.recipients.map((each) => ({ ...each, jurisdiction: "KZ" })),
    { ...document.recipients[0]!, key: "newcomer" },
  ],
}));

function derived(changes: Partial<DisclosureInput>) {
  const input: DisclosureInput = {
    occurredAt: new Date("2026-03-01T10:00:00Z"),
    recipient: "example_hosting",
    purpose: "marketing",
    legalGround: "consent",
    categories: ["usage"],
    subjects: ["ann"],
    ...changes,
  };
  const result = readDisclosure(input, newest, new Date("2026-07-01T00:00:00Z"));
  if ("problems" in result) throw new Error(JSON.stringify(result.problems));
  return deriveContent(result.read.content, inForce, newest);
}

describe("deriveContent", () => {
  it("judges by the map in force, whatever the newest one says", () => {
    expect(derived({})).toEqual({
      revision: 1,
      policyVersion: 1,
      counterpartyCountry: "DE",
      crossBorder: true,
    });
    expect(derived({ recipient: "example_bank" })).toMatchObject({
      counterpartyCountry: "KZ",
      crossBorder: false,
    });
  });

  it("takes a recipient that came later from the newest map, and the controller's country still from the one in force", () => {
    expect(derived({ recipient: "newcomer" })).toMatchObject({
      revision: 1,
      counterpartyCountry: "DE",
      crossBorder: true,
    });
  });

  it("lets a stated destination decide", () => {
    expect(derived({ destination: "KZ" })).toMatchObject({ counterpartyCountry: "KZ", crossBorder: false });
    expect(derived({ recipient: "example_bank", destination: "US" })).toMatchObject({
      counterpartyCountry: "US",
      crossBorder: true,
    });
  });

  it("takes a receipt to come from the partner's country", () => {
    expect(derived({ direction: "INBOUND" })).toMatchObject({ counterpartyCountry: "DE", crossBorder: true });
  });

  // 27 January and 1 June in Almaty begin before they do in UTC.
  it.each([
    ["2026-01-26T12:00:00Z", null],
    ["2026-01-26T20:00:00Z", 1],
    ["2026-05-31T12:00:00Z", 1],
    ["2026-05-31T20:00:00Z", 2],
  ])("pins what happened at %s to policy version %s", (occurredAt, policyVersion) => {
    expect(derived({ occurredAt: new Date(occurredAt) })).toMatchObject({ policyVersion });
  });
});
