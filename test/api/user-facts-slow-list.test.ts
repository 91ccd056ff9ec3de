import { describe, expect, it } from "@jest/globals";
import { setTimeout as sleep } from "node:timers/promises";
import { v7 } from "uuid";
import { entities } from "../../src/entities.js";
import { createDataSource } from "../../src/platform/db/data-source.js";
import { consentInput, END_AGREEMENT, factsOf, RECORD_CONSENT } from "../support/fact-operations.js";
import { startApp, withTestServer } from "../support/test-server.js";
import { untilWaiting } from "../support/until-waiting.js";

const server = withTestServer();
const { record, sentList } = factsOf(server);
const TIMEOUT_MS = 1_000;

describe("A fact about a list", () => {
  it("may be held against what is known of its users for longer than other statements may take", async () => {
    const { owner, api, apiUrl } = server.database;
    const subjectList = await sentList(100);
    await record(RECORD_CONSENT, consentInput({ subject: null, subjectList }));
    const hurried = await createDataSource({ url: apiUrl, entities, timeoutMs: TIMEOUT_MS }).initialize();
    const { app, admin } = await startApp(hurried, {}, server.admin.key);
    const runner = owner.createQueryRunner();
    try {
      await runner.startTransaction();
      // As long as it lasts, nobody learns what is known of users.
      await runner.query("LOCK TABLE subject_fact_member IN ACCESS EXCLUSIVE MODE");
      const input = { id: v7(), subjectList, endedOn: "2026-02-03" };
      const ended = admin.request(END_AGREEMENT, { input });
      await Promise.race([ended, untilWaiting(api, 1)]);
      await sleep(TIMEOUT_MS * 1.5);
      await runner.rollbackTransaction();
      expect(await ended).toMatchObject({ payload: { created: true, fact: { subjectCount: 100 } } });
    } finally {
      await runner.release();
      await app.http.close();
      await hurried.destroy();
    }
  });
});
