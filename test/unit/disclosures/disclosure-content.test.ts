import { describe, expect, it } from "@jest/globals";
import {
  contentApartFromMoment,
  differingFields,
  type DisclosureContent,
} from "../../../src/modules/disclosures/core/disclosure-content.js";
import { fingerprintOf } from "../../../src/modules/disclosures/core/fingerprint.js";
import { FREE_TEXT_FIELDS } from "../../../src/modules/disclosures/core/vocabulary.js";

const content: DisclosureContent = {
  occurredAt: new Date("2026-03-01T10:00:00.000Z"),
  direction: "OUTBOUND",
  nature: "ROUTINE",
  recipient: "example_courier",
  purpose: "provision_of_services",
  legalGround: "contract",
  categories: ["identification.first_name", "reviews"],
  agreement: "example_courier_agreement",
  safeguard: null,
  authorityRequest: null,
  authorization: null,
  destination: null,
  channel: "API",
  outcome: "DELIVERED",
  recordCount: 4,
  freeText: { source: "warehouse", note: "n", externalReference: "e", partnerReference: "p" },
};

/** Another value for every field there is: a field that is added must be compared, or this does not compile. */
const others: Required<Omit<DisclosureContent, "freeText">> = {
  occurredAt: new Date("2026-03-01T10:00:00.001Z"),
  direction: "INBOUND",
  nature: "ADDITIONAL",
  recipient: "example_bank",
  purpose: "marketing",
  legalGround: "consent",
  categories: ["reviews"],
  agreement: null,
  safeguard: "example_hosting_clauses",
  authorityRequest: "0195511d-2c00-7cc3-98c4-dc0c0c07398f",
  authorization: "019cbf3a-0000-7000-8000-000000000001",
  destination: "KZ",
  channel: null,
  outcome: "FAILED",
  recordCount: null,
};
const fields = Object.keys(others) as (keyof typeof others)[];

describe("differingFields", () => {
  it("finds none between equal contents", () => {
    expect(differingFields(content, structuredClone(content), [])).toEqual([]);
  });

  it.each(fields)("names %s alone where only that differs", (field) => {
    expect(differingFields(content, { ...content, [field]: others[field] }, [])).toEqual([field]);
    expect(differingFields({ ...content, [field]: others[field] }, content, [])).toEqual([field]);
  });

  it.each(FREE_TEXT_FIELDS)("names %s alone where it reads otherwise, came, or went", (field) => {
    const { [field]: _, ...without } = content.freeText;
    const changed = { ...content, freeText: { ...content.freeText, [field]: "other" } };
    expect(differingFields(content, changed, [])).toEqual([field]);
    expect(differingFields(content, { ...content, freeText: without }, [])).toEqual([field]);
    expect(differingFields({ ...content, freeText: without }, content, [])).toEqual([field]);
  });

  it("does not compare text that was erased, but still all the rest", () => {
    const { note: _, ...kept } = content.freeText;
    const erased = { ...content, freeText: kept };
    expect(differingFields(erased, content, ["note"])).toEqual([]);
    expect(differingFields(erased, { ...content, recordCount: 5, freeText: {} }, ["note"])).toEqual([
      "recordCount",
      "source",
      "externalReference",
      "partnerReference",
    ]);
  });

  it("names everything that differs", () => {
    expect(new Set(differingFields(content, { ...others, freeText: {} }, []))).toEqual(
      new Set([...fields, ...FREE_TEXT_FIELDS]),
    );
  });
});

describe("what probable duplicates are found by", () => {
  const key = Buffer.alloc(32, 1);
  const subjects = Buffer.alloc(16, 2);
  const print = (changes: Partial<DisclosureContent> = {}, users = subjects, under = key) =>
    fingerprintOf(under, "an id", { ...content, ...changes }, users, null);

  it("leaves out the moment, the authorization and free text", () => {
    const { occurredAt, authorization } = others;
    const changed = { ...content, occurredAt, authorization, freeText: {} };
    expect(contentApartFromMoment(changed)).toBe(contentApartFromMoment(content));
    expect(print({ occurredAt, authorization, freeText: {} }).content).toEqual(print().content);
  });

  it.each(fields.filter((field) => field !== "occurredAt" && field !== "authorization"))(
    "depends on %s",
    (field) => {
      expect(print({ [field]: others[field] }).content).not.toEqual(print().content);
    },
  );

  it("is what it was before disclosures could name a demand, where they name none", () => {
    expect(contentApartFromMoment(content)).toBe(
      '["example_courier","provision_of_services","contract",["identification.first_name","reviews"],' +
        '"OUTBOUND","ROUTINE",null,"example_courier_agreement",null,"API","DELIVERED",4]',
    );
  });

  it("depends on the users and on the key", () => {
    expect(print({}, Buffer.alloc(16, 3)).content).not.toEqual(print().content);
    expect(print({}, subjects, Buffer.alloc(32, 2)).content).not.toEqual(print().content);
  });

  it("holds the external reference as a digest that depends on nothing else", () => {
    const { externalReference } = print();
    expect(externalReference).toHaveLength(16);
    expect(
      print({ ...others, freeText: { externalReference: "e" } }, Buffer.alloc(16)).externalReference,
    ).toEqual(externalReference);
    expect(print({ freeText: { externalReference: "f" } }).externalReference).not.toEqual(externalReference);
    expect(print({}, subjects, Buffer.alloc(32, 2)).externalReference).not.toEqual(externalReference);
    expect(print({ freeText: {} }).externalReference).toBeNull();
  });
});
