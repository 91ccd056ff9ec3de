import { describe, expect, it } from "@jest/globals";
import {
  authorizedContentOf,
  problemsOfAsking,
  problemsOfAuthorization,
  problemsOfMoment,
  type AuthorizedContent,
  type GivenAuthorization,
} from "../../../src/modules/disclosures/core/authorized-content.js";
import type { DisclosureContent } from "../../../src/modules/disclosures/core/disclosure-content.js";

const at = (time: string) => new Date(`2026-03-01T${time}Z`);
const content: DisclosureContent = {
  occurredAt: at("10:30:00.000"),
  direction: "OUTBOUND",
  nature: "ROUTINE",
  recipient: "example_courier",
  purpose: "provision_of_services",
  legalGround: "contract",
  categories: ["identification.first_name", "reviews"],
  agreement: "example_courier_agreement",
  safeguard: null,
  authorityRequest: null,
  authorization: "019cbf3a-0000-7000-8000-000000000001",
  destination: null,
  channel: "API",
  outcome: "DELIVERED",
  recordCount: 4,
  freeText: { source: "warehouse" },
};
const given: GivenAuthorization = {
  ...authorizedContentOf(content),
  authorizedAt: at("10:00:00.000"),
  authorizedBy: "a key",
  expiresAt: at("22:00:00.000"),
};
const now = at("11:00:00.000");

const fieldsOf = (
  authorization: GivenAuthorization | null,
  changes: Partial<DisclosureContent> = {},
  { caller = "a key", moment = now } = {},
) =>
  problemsOfAuthorization(authorization, { ...content, ...changes }, caller, moment).map(
    ({ field }) => field,
  );

/** Another value for all that an authorization fixes. */
const others: Required<AuthorizedContent> = {
  direction: "INBOUND",
  recipient: "example_bank",
  purpose: "marketing",
  legalGround: "consent",
  categories: ["identification.first_name"],
  agreement: null,
  safeguard: "example_hosting_clauses",
  authorityRequest: "019cbf3a-0000-7000-8000-000000000002",
  destination: "DE",
};

describe("An authorization", () => {
  it("is good for what it was given for", () => {
    expect(fieldsOf(given)).toEqual([]);
  });

  it.each(Object.keys(others) as (keyof AuthorizedContent)[])("is not good for another %s", (field) => {
    expect(fieldsOf(given, { [field]: others[field] })).toEqual([field]);
  });

  it("names all that differs at once", () => {
    expect(new Set(fieldsOf(given, others))).toEqual(new Set(Object.keys(others)));
  });

  it("leaves open when, how, how much and in what words", () => {
    expect(
      fieldsOf(given, {
        occurredAt: at("10:45:00.000"),
        nature: "ADDITIONAL",
        channel: "FILE",
        outcome: "FAILED",
        recordCount: 1,
        freeText: {},
      }),
    ).toEqual([]);
  });

  it("is another key's to no one else, in the same words as one that never was", () => {
    expect(problemsOfAuthorization(given, content, "another key", now)).toEqual(
      problemsOfAuthorization(null, content, "another key", now),
    );
    expect(fieldsOf(null)).toEqual(["authorization"]);
  });

  it.each([
    ["21:59:59.999", []],
    ["22:00:00.000", ["authorization"]],
  ])("that expires at 22:00 is, at %s, refused for %j", (time, fields) => {
    expect(fieldsOf(given, {}, { moment: at(time) })).toEqual(fields);
  });

  it.each([
    ["09:55:00.000", []],
    ["09:54:59.999", ["occurredAt"]],
  ])("of 10:00 is for a transfer at %s refused for %j: clocks differ by five minutes", (time, fields) => {
    expect(fieldsOf(given, { occurredAt: at(time) })).toEqual(fields);
  });
});

describe("Asking for one", () => {
  it("names none", () => {
    const { occurredAt } = content;
    expect(problemsOfAsking({ authorization: null, occurredAt }, now)).toEqual([]);
    expect(problemsOfAsking({ authorization: content.authorization, occurredAt }, now)).toMatchObject([
      { field: "authorization" },
    ]);
  });

  it("is not for what is to come", () => {
    const ask = (time: string) => problemsOfAsking({ occurredAt: at(time) }, now);
    expect(ask("11:05:00.000")).toEqual([]);
    expect(ask("11:05:00.001")).toMatchObject([
      { field: "occurredAt", message: expect.stringContaining("send the present moment") },
    ]);
  });

  it("is for what has not happened yet", () => {
    expect(problemsOfMoment({ occurredAt: at("10:55:00.000") }, now)).toEqual([]);
    expect(problemsOfMoment({ occurredAt: at("10:54:59.999") }, now)).toMatchObject([
      { field: "occurredAt" },
    ]);
  });
});
