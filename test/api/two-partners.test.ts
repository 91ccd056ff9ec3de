import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { DataSource } from "typeorm";
import { v7 } from "uuid";
import { entities } from "../../src/entities.js";
import { createDataSource } from "../../src/platform/db/data-source.js";
import { RECORD } from "../support/disclosure-input.js";
import { AMEND } from "../support/disclosure-operations.js";
import { apiOf, startApp } from "../support/test-server.js";
import { withTestDatabase } from "../support/test-database.js";
import { countStatements } from "../support/count-statements.js";
import { answerOf, inputFor, OPERATIONS, type Partner } from "../support/two-partners.js";

const OPERATIONS_COUNT = 1_000;
const AT_ONCE = 8;
const SEED = 20_260_127;

const database = withTestDatabase();
let pool: DataSource;
let started: Awaited<ReturnType<typeof startApp>>;
let partners: [Partner, Partner];
beforeAll(async () => {
  pool = await createDataSource({ url: database.apiUrl, entities, poolSize: 1 }).initialize();
  started = await startApp(pool, {});
  const partner = async (recipient: string, ...marks: string[]): Promise<Partner> => {
    const key = { name: `Connector ${marks[0]}`, role: "INTEGRATION", recipients: [recipient] } as const;
    const { token } = await started.app.keys.create(key, "test");
    return {
      api: apiOf(started.url, token),
      recipient,
      marks: [recipient, ...marks],
      ids: [],
      sent: new Set(),
    };
  };
  partners = [
    await partner("example_bank", "Connector Bank"),
    await partner("example_courier", "Connector Courier"),
  ];
});
afterAll(async () => {
  await started?.app.http.close();
  await pool?.destroy();
});

/** Uniform in [0, 1), the same ones at each run (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

describe("Two partners on one connection", () => {
  it("never see a row, a count or a word of each other", async () => {
    const random = randomFrom(SEED);
    const leaks: string[] = [];
    let left = OPERATIONS_COUNT;
    const work = async () => {
      while (left > 0) {
        left -= 1;
        const [own, other] = random() < 0.5 ? partners : [partners[1], partners[0]];
        const operate = OPERATIONS[Math.floor(random() * OPERATIONS.length)]!;
        const known = own.ids.length;
        const { text, count } = await operate(own, other, random);
        const told = [...other.marks, ...other.sent].filter((mark) => text.includes(mark));
        if (told.length > 0) leaks.push(text);
        if (text.includes("INTERNAL")) leaks.push(text);
        if (count !== undefined && !(count >= known && count <= own.sent.size)) {
          leaks.push(`${count} of ${known} to ${own.sent.size}`);
        }
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    expect(leaks).toEqual([]);
    for (const { ids } of partners) expect(ids.length).toBeGreaterThan(50);
  }, 120_000);

  it("leave to an unbound caller what is everybody's", async () => {
    const { disclosures } = await started.admin.request<{ disclosures: { totalCount: number } }>(
      "{ disclosures(first: 1) { totalCount } }",
    );
    expect(disclosures.totalCount).toBe(partners[0].ids.length + partners[1].ids.length);
  });
});

/** The same question about what the other has, and about what nobody has. */
const PAIRS: Readonly<
  Record<string, (own: Partner, what: { id: string; recipient: string }) => Promise<string>>
> = {
  "a disclosure by its id": (own, { id }) =>
    answerOf(own.api, "query ($id: UUID!) { disclosure(id: $id) { id note } }", { id }),
  "a node by its id": (own, { id }) => answerOf(own.api, "query ($id: ID!) { node(id: $id) { id } }", { id }),
  "an entry of the data map": (own, { recipient }) =>
    answerOf(own.api, "query ($id: ID!) { node(id: $id) { id } }", { id: `Recipient:${recipient}` }),
  "a disclosure to be amended": (own, { id }) =>
    answerOf(own.api, AMEND, { input: { id: v7(), amends: id, reason: "A slip", void: true } }),
  "a recipient to record for": (own, { recipient }) =>
    answerOf(own.api, RECORD, { input: { ...inputFor(own), recipient } }),
  "a recipient to list by": (own, { recipient }) =>
    answerOf(own.api, "query ($r: String) { disclosures(filter: { recipient: $r }) { totalCount } }", {
      r: recipient,
    }),
  "a recipient to count by": (own, { recipient }) =>
    answerOf(
      own.api,
      "query ($r: String) { disclosureStatistics(filter: { recipient: $r }) { rows { disclosures } } }",
      {
        r: recipient,
      },
    ),
  "an authority request to name": (own, { id }) =>
    answerOf(own.api, RECORD, { input: inputFor(own, { authorityRequest: id }) }),
  "an authorization to rest on": (own, { id }) =>
    answerOf(own.api, RECORD, { input: inputFor(own, { authorization: id }) }),
  "a list of users": (own, { id }) =>
    answerOf(own.api, RECORD, { input: inputFor(own, { subjects: undefined, subjectList: id }) }),
  "a notification": (own, { id }) =>
    answerOf(own.api, "query ($id: UUID!) { recipientNotification(id: $id) { id } }", { id }),
};

describe("What the other partner has", () => {
  it.each(Object.keys(PAIRS))("is answered as what nobody has, by as many statements: %s", async (name) => {
    const [own, other] = partners;
    const ask = PAIRS[name]!;
    const nobodys = { id: v7({ msecs: Date.now() - 1_000 }), recipient: "example_nobody_at_all" };
    await ask(own, nobodys);
    const answers: string[] = [];
    const statements: number[] = [];
    for (const { id, recipient } of [{ id: other.ids[0]!, recipient: other.recipient }, nobodys]) {
      const { count } = await countStatements(pool, async () => {
        answers.push((await ask(own, { id, recipient })).replaceAll(id, "ID"));
      });
      statements.push(count);
    }
    expect(answers[0]).toBe(answers[1]);
    expect(statements[0]).toBe(statements[1]);
  });
});
