import { describe, expect, it } from "@jest/globals";
import { ForgetRequests } from "../../../src/modules/rights/index.js";
import { pseudonymOf } from "../../../src/modules/subjects/core/pseudonym.js";
import { inTransaction } from "../../../src/platform/db/transaction.js";
import { Keyring } from "../../../src/platform/keyring.js";
import { idOf } from "../../support/disclosure-input.js";
import { MovableClock } from "../../support/movable-clock.js";
import {
  CONFIRM_IDENTITY,
  confirmIdentity,
  decidedRequest,
  NOTE_IMPEDIMENT,
  openRequest,
  readRequest,
} from "../../support/rights-operations.js";
import { dumpRows } from "../../support/stored-rows.js";
import { TEST_SECRET, withTestServer } from "../../support/test-server.js";

const clock = new MovableClock("2026-03-02T06:00:00Z");
const server = withTestServer({ clock });
const pseudonym = (reference: string) =>
  pseudonymOf(new Keyring(TEST_SECRET).derive("pseudonym/v1"), reference);
const open = (subject: string, changes: Record<string, unknown> = {}) =>
  openRequest(server.admin, { id: idOf(clock.at(0)), subject, ...changes });

const forget = (reference: string) =>
  inTransaction(server.database.api, (tx) =>
    new ForgetRequests(clock).forget(tx, { number: null, pseudonym: pseudonym(reference), reference }),
  );

const FIELDS = "status outcome details nothingHeld dataSubject { id } steps { kind note recordedBy }";
const read = (id: string) => readRequest(server.admin, id, FIELDS);

describe("Forgetting whose requests they are", () => {
  it("ends what the person waited for, deletes what was written, and leaves others' requests alone", async () => {
    const subject = "canary-9317";
    const waiting = await open(subject, { details: "Write to canary-9317." });
    await confirmIdentity(server.admin, waiting);
    await server.admin.request(NOTE_IMPEDIMENT, {
      input: { id: waiting, impediment: "unfulfilled_obligations", note: "canary-9317 owes us." },
    });
    const answered = await decidedRequest(server.admin, {
      id: idOf(clock.at(0)),
      subject,
      kind: "BLOCKING",
      details: "By canary-9317.",
    });
    const access = await decidedRequest(server.admin, { id: idOf(clock.at(0)), subject });
    const others = await open("somebody-else", { details: "Mine." });

    await forget(subject);

    const nobody = { details: null, nothingHeld: null, dataSubject: null };
    const erased = { kind: "PERSON_ERASED", note: null, recordedBy: null };
    const taken = (kind: string) => ({ kind, note: null, recordedBy: "Administrator" });
    expect(await read(waiting)).toEqual({
      ...nobody,
      status: "DONE",
      outcome: null,
      steps: [taken("IDENTITY_CONFIRMED"), taken("IMPEDIMENT_NOTED"), erased],
    });
    const granted = [taken("IDENTITY_CONFIRMED"), taken("DECIDED")];
    expect(await read(answered)).toEqual({ ...nobody, status: "DONE", outcome: "FULFILLED", steps: granted });
    expect(await read(access)).toEqual({
      ...nobody,
      status: "DONE",
      outcome: "FULFILLED",
      steps: [...granted, erased],
    });
    expect(await read(others)).toMatchObject({ status: "RECEIVED", details: "Mine.", nothingHeld: true });
    const stored = await dumpRows(server.database.owner);
    expect(stored).not.toContain(subject);
    // The block itself is the business of who forgets facts: nothing of the requests leads to it.
    expect(stored.match(new RegExp(pseudonym(subject), "g"))).toHaveLength(1);

    const errors = await server.admin.errorsOf(CONFIRM_IDENTITY, {
      input: { id: waiting, document: "PASSPORT" },
    });
    expect(errors[0]!.extensions.code).toBe("CONFLICT");
  });

  it("does nothing where there are none", async () => {
    const before = await dumpRows(server.database.owner);
    await forget("nobody-ever-saw");
    expect(await dumpRows(server.database.owner)).toBe(before);
  });
});
