import { beforeAll, describe, expect, it } from "@jest/globals";
import { v7 } from "uuid";
import { readConsent } from "../../../src/modules/consents/core/read-consent.js";
import { FactChecks } from "../../../src/modules/consents/fact-checks.service.js";
import { FactRepetition } from "../../../src/modules/consents/fact-repetition.service.js";
import { FactWriter } from "../../../src/modules/consents/fact-writer.service.js";
import { SubjectFactsService, type FactListener } from "../../../src/modules/consents/index.js";
import { RecordFactsService } from "../../../src/modules/consents/record-facts.service.js";
import { SubjectListsService, SubjectsService } from "../../../src/modules/subjects/index.js";
import { systemClock } from "../../../src/platform/clock.js";
import { run, sql } from "../../../src/platform/db/sql.js";
import type { Caller } from "../../../src/platform/graphql/context.js";
import { Keyring } from "../../../src/platform/keyring.js";
import { erasedSubjectsOf } from "../../support/erased-subjects.js";
import { countRows } from "../../support/stored-rows.js";
import { TEST_SECRET, withTestServer } from "../../support/test-server.js";

const server = withTestServer();
const caller: Caller = {
  keyId: "key",
  name: "A caller",
  roles: ["ANALYST"],
  permissions: new Set(),
  recipients: new Set(),
  scope: null,
};
const consent = (subject: string, id = v7()) => ({
  id,
  subject,
  legalGround: "consent",
  policyVersion: 1,
  givenAt: new Date("2026-02-01T10:00:00Z"),
});

let told: { readonly ids: readonly string[]; readonly seen: number }[];
let failing: boolean;
let recording: RecordFactsService;

beforeAll(() => {
  const { api } = server.database;
  const keyring = new Keyring(TEST_SECRET);
  const erased = erasedSubjectsOf(keyring);
  const subjects = new SubjectsService(api, keyring, erased, { sealReferences: false });
  const lists = new SubjectListsService(api, systemClock);
  const listener: FactListener = {
    async factsRecorded(tx, ids) {
      if (failing) throw new Error("The listener fails.");
      const [row] = await run<{ count: number }>(
        tx,
        sql`SELECT count(*)::int AS count FROM subject_fact_member WHERE fact_id = ANY (${ids}::uuid[])`,
      );
      told.push({ ids: [...ids].sort(), seen: row!.count });
    },
  };
  const checks = new FactChecks(new SubjectFactsService(), lists);
  const writer = new FactWriter(subjects, lists, checks, new FactRepetition(lists), [listener]);
  const { dataMap } = server.app;
  recording = new RecordFactsService(api, systemClock, dataMap, subjects, lists, writer, keyring);
});

describe("Who listens for facts", () => {
  it("is told of those that were recorded, once, when they and their users can be read in the transaction", async () => {
    told = [];
    failing = false;
    const first = consent("one");
    const second = consent("two");
    await recording.recordBatch(
      [first, { ...consent("three"), legalGround: "none" }, second],
      readConsent,
      caller,
    );
    await recording.recordBatch([first, second], readConsent, caller);
    expect(told).toEqual([{ ids: [first.id, second.id].sort(), seen: 2 }]);
  });

  it("keeps them from being recorded where it fails", async () => {
    failing = true;
    const before = await countRows(server.database.owner);
    await expect(recording.record(consent("four"), readConsent, caller)).rejects.toThrow(
      "The listener fails.",
    );
    // A block of numbers was taken for the user; nothing else was.
    expect(await countRows(server.database.owner)).toEqual(before);
  });
});
