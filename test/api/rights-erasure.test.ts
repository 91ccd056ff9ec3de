import { beforeAll, describe, expect, it } from "@jest/globals";
import { v7 } from "uuid";
import { disclosureInput, idOf, RECORD } from "../support/disclosure-input.js";
import { MovableClock } from "../support/movable-clock.js";
import {
  confirmIdentity,
  DECIDE,
  decidedRequest,
  decisionInput,
  openRequest,
  readRequest,
} from "../support/rights-operations.js";
import { dumpRows } from "../support/stored-rows.js";
import { withTestServer } from "../support/test-server.js";
import { untilWaiting } from "../support/until-waiting.js";

const clock = new MovableClock("2026-03-02T06:00:00Z");
const server = withTestServer({ clock, sealReferences: true });
const now = () => idOf(clock.at(0));
const record = (subjects: string[], changes: Record<string, unknown> = {}) =>
  server.admin.request(RECORD, { input: disclosureInput({ id: now(), subjects, ...changes }) });
const open = (subject: string, kind = "ERASURE") => openRequest(server.admin, { id: now(), subject, kind });
const decide = (id: string, changes: Record<string, unknown> = {}) =>
  server.admin.request(DECIDE, { input: decisionInput(id, changes) });

async function refusalOf(id: string) {
  const before = await dumpRows(server.database.owner);
  const [error] = await server.admin.errorsOf(DECIDE, { input: decisionInput(id) });
  expect(await dumpRows(server.database.owner)).toBe(before);
  return { ...error!.extensions, message: error!.message };
}

describe("A fulfilled erasure", () => {
  const canary = "canary-6612";
  let erasing: string;
  let waiting: string;
  let stored: string;
  beforeAll(async () => {
    await record([canary, "neighbour"], { note: `Asked for by ${canary}.` });
    waiting = await openRequest(server.admin, { id: now(), subject: canary, details: `I am ${canary}.` });
    stored = await dumpRows(server.database.owner);
    erasing = await decidedRequest(
      server.admin,
      { id: now(), subject: canary, kind: "ERASURE", details: `Delete ${canary}, please.` },
      { reasons: "It was asked for." },
    );
  });

  it("leaves nobody to be found, and no trace of the reference", async () => {
    expect(
      await server.admin.request(`{
        erased: dataSubject(reference: "${canary}") { id }
        neighbour: dataSubject(reference: "neighbour") { disclosures { nodes { subjectCount note } } }
      }`),
    ).toEqual({
      erased: null,
      neighbour: { disclosures: { nodes: [{ subjectCount: 2, note: null }] } },
    });
    expect(stored).toContain(canary);
    expect(await dumpRows(server.database.owner)).not.toContain(canary);
  });

  it("proves itself by its own course, and ends what else the person waited for", async () => {
    const fields = "status outcome reasons details nothingHeld dataSubject { id } steps { kind }";
    const nobody = { details: null, nothingHeld: null, dataSubject: null };
    expect(await readRequest(server.admin, erasing, fields)).toEqual({
      ...nobody,
      status: expect.stringMatching(/^(DONE|DECIDED)$/) as unknown,
      outcome: "FULFILLED",
      reasons: "It was asked for.",
      steps: [{ kind: "IDENTITY_CONFIRMED" }, { kind: "DECIDED" }],
    });
    expect(await readRequest(server.admin, waiting, fields)).toEqual({
      ...nobody,
      status: "DONE",
      outcome: null,
      reasons: null,
      steps: [{ kind: "PERSON_ERASED" }],
    });
  });

  it("cannot be repeated: a second request of the same person has nothing to erase", async () => {
    const again = await open(canary);
    expect(await readRequest(server.admin, again, "nothingHeld")).toEqual({ nothingHeld: true });
    await confirmIdentity(server.admin, again);
    expect(await refusalOf(again)).toMatchObject({
      code: "CONFLICT",
      fields: ["outcome"],
      message: expect.stringMatching(/^outcome: This user was erased on 2026-03-02/) as unknown,
    });
    await decide(again, { outcome: "REFUSED", reasons: "Erased already." });
  });
});

describe("An erasure", () => {
  it("is refused under a legal hold, and possible once it is lifted", async () => {
    await record(["held"]);
    const restriction = v7({ msecs: clock.now().getTime() });
    await server.admin.request(
      `mutation ($input: RestrictUseInput!) { restrictUse(input: $input) { created } }`,
      { input: { id: restriction, subject: "held", kind: "LEGAL_HOLD", from: clock.at(0) } },
    );
    const id = await open("held");
    await confirmIdentity(server.admin, id);
    const refused = await refusalOf(id);
    expect(refused).toMatchObject({ code: "CONFLICT", fields: ["outcome"] });
    expect(refused.message).toContain(restriction);
    expect(refused.message).toContain("liftRestriction");
    await server.admin.request(
      `mutation ($input: LiftRestrictionInput!) { liftRestriction(input: $input) { created } }`,
      { input: { id: now(), subject: "held", restriction, liftedAt: clock.at(0) } },
    );
    await decide(id);
  });

  it("of one of two requests of a person that are decided at once ends the other", async () => {
    await record(["twice-at-once"]);
    const ids = [await open("twice-at-once"), await open("twice-at-once")];
    for (const id of ids) await confirmIdentity(server.admin, id);
    const answers = await Promise.allSettled(ids.map((id) => decide(id)));
    expect(answers.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const outcomes = await Promise.all(ids.map((id) => readRequest(server.admin, id, "outcome")));
    expect(outcomes.filter((each) => each!.outcome === "FULFILLED")).toHaveLength(1);
  });

  it("waits for what is done in the person's other requests before it keeps anybody waiting", async () => {
    await record(["waits-first"]);
    const ids = [await open("waits-first"), await open("waits-first")];
    for (const id of ids) await confirmIdentity(server.admin, id);
    const other = server.database.owner.createQueryRunner();
    await other.startTransaction();
    await other.query("SELECT FROM rights_request_standing WHERE request_id = $1 FOR UPDATE", [ids[1]]);
    const decided = decide(ids[0]!);
    await untilWaiting(server.database.api, 1);
    const taken = await server.database.owner.query<object[]>(
      `SELECT FROM pg_locks WHERE locktype = 'advisory' AND classid = 1717658484 AND granted
          AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
    );
    await other.rollbackTransaction();
    await other.release();
    await decided;
    expect(taken).toEqual([]);
  });

  it("of somebody whom nobody knows is answered like any other", async () => {
    const id = await decidedRequest(server.admin, { id: now(), subject: "never-seen", kind: "ERASURE" });
    expect(await readRequest(server.admin, id, "status outcome")).toEqual({
      status: "DONE",
      outcome: "FULFILLED",
    });
  });
});
