import { beforeAll, describe, expect, it } from "@jest/globals";
import { v7 } from "uuid";
import { disclosureInput, RECORD } from "../../support/disclosure-input.js";
import { erasingOn } from "../../support/erasing.js";
import {
  consentInput,
  factsOf,
  RECORD_CONSENT,
  restrictionInput,
  RESTRICT_USE,
} from "../../support/fact-operations.js";
import { withTestServer } from "../../support/test-server.js";

const server = withTestServer();
const { record } = factsOf(server);
let erasing: ReturnType<typeof erasingOn>;
beforeAll(() => {
  erasing = erasingOn(server);
});

const newUser = () => `canary-${v7()}`;

describe("A fact that is sent again after its user was erased", () => {
  it("answers the record; of what is left the rest is compared", async () => {
    const subject = newUser();
    const input = consentInput({ subject, agreement: `${subject}/1`, evidence: "A form." });
    const { fact } = await record(RECORD_CONSENT, input);
    await erasing.erase(subject);
    expect(await record(RECORD_CONSENT, input)).toMatchObject({ created: false, fact: { id: fact.id } });
    const [error] = await server.admin.errorsOf(RECORD_CONSENT, {
      input: { ...input, givenAt: "2026-02-02T10:00:00Z" },
    });
    expect(error!.extensions).toMatchObject({ code: "CONFLICT", fields: ["givenAt"] });
  });

  it("gives nobody a number", async () => {
    const subject = newUser();
    const input = restrictionInput({ subject });
    await record(RESTRICT_USE, input);
    await erasing.erase(subject);
    await record(RESTRICT_USE, input);
    expect(await erasing.subjects.find(subject)).toBeNull();
  });

  it("is compared whole where it was recorded after the erasure", async () => {
    const subject = newUser();
    await server.admin.request(RECORD, { input: disclosureInput({ subjects: [subject] }) });
    await erasing.erase(subject);
    const input = restrictionInput({ subject });
    await record(RESTRICT_USE, input);
    const [error] = await server.admin.errorsOf(RESTRICT_USE, { input: { ...input, subject: newUser() } });
    expect(error!.extensions).toMatchObject({ code: "CONFLICT", fields: ["subject"] });
    expect((await record(RESTRICT_USE, input)).created).toBe(false);
  });
});
