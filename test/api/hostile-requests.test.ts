import { beforeEach, describe, expect, it } from "@jest/globals";
import { pino } from "pino";
import { HostileDocuments, randomOf } from "../support/hostile-documents.js";
import { findAmiss, sendHostile } from "../support/hostile-answers.js";
import { hostileCalls, hostileStrings } from "../support/hostile-strings.js";
import { disclosureInput, RECORD } from "../support/disclosure-input.js";
import { countRows, dumpRows } from "../support/stored-rows.js";
import { withTestServer } from "../support/test-server.js";

const log: string[] = [];
const logger = pino({ level: "trace", base: null }, { write: (line: string) => void log.push(line) });
const server = withTestServer({ logger });
beforeEach(() => void log.splice(0));

/** A second or two where nothing else runs. */
const MS_MAX = 120_000;

const MARK = "canary870101";

/** Which of the texts an argument is sent: each is sent to many, and all to all by `npm run torture`. */
const random = randomOf(870_101);
/** Changes of the data map read the whole of it and go one way into the database: a part of them will do here. */
const MAP_CHANGE = /^Mutation\.(?:upsert|retire)/;
const MAP_CHANGES_SHARE = 0.25;

describe("A hostile text", () => {
  it(
    "is a value like any other in each argument that takes one",
    async () => {
      await server.admin.request(RECORD, { input: disclosureInput() });
      const before = await countRows(server.database.owner);
      const texts = hostileStrings(MARK);
      const calls = hostileCalls(server.schema).filter(
        ({ place }) => !MAP_CHANGE.test(place) || random() < MAP_CHANGES_SHARE,
      );
      const amiss = await findAmiss(
        server,
        calls.map(({ place, query, variables }) => {
          const text = texts[Math.floor(random() * texts.length)]!;
          return {
            label: `${place} with ${JSON.stringify(text)}`,
            body: { query, variables: variables(text) },
          };
        }),
        MARK,
      );
      expect(amiss).toEqual([]);
      expect(calls.length).toBeGreaterThan(150);
      const after = await countRows(server.database.owner);
      expect(Object.keys(after)).toEqual(Object.keys(before));
      expect(after.disclosure).toBeGreaterThanOrEqual(before.disclosure!);
      expect(log.join("")).not.toContain(MARK);
      expect(log.join("")).not.toContain('"fault"');
    },
    MS_MAX,
  );
});

describe("U+0000", () => {
  it("is refused with the field's name where PostgreSQL would not even compare it", async () => {
    const query = "query ($by: ID) { subjectLookUps(filter: { recordedBy: $by }) { totalCount } }";
    const { errors } = await sendHostile(server, { query, variables: { by: "a\u0000b" } });
    expect(errors[0]).toMatchObject({
      extensions: { code: "BAD_USER_INPUT", fields: ["filter.recordedBy"] },
    });
  });
});

describe("A user's reference", () => {
  const REFERENCE = "canaryreference7";
  it(
    "is found nowhere in the tables, the log or a message, wherever it was sent",
    async () => {
      const said: string[] = [];
      for (const { place, query, variables } of hostileCalls(server.schema)) {
        if (!/[.(](subjects?|reference|references)\)$/.test(place)) continue;
        said.push(
          JSON.stringify((await sendHostile(server, { query, variables: variables(REFERENCE) })).errors),
        );
      }
      await server.admin.request(RECORD, { input: disclosureInput({ subjects: [REFERENCE] }) });
      expect(said.length).toBeGreaterThan(10);
      expect(said.join("")).not.toContain(REFERENCE);
      expect(log.join("")).not.toContain(REFERENCE);
      const rows = await dumpRows(server.database.owner);
      expect(rows).not.toContain(REFERENCE);
      expect(rows).not.toContain(Buffer.from(REFERENCE).toString("hex"));
    },
    MS_MAX,
  );
});

describe("A hostile document", () => {
  it(
    "made along the schema's grammar is answered, or refused with a code",
    async () => {
      const documents = new HostileDocuments(server.schema, randomOf(8));
      const amiss = await findAmiss(
        server,
        Array.from({ length: 300 }, () => {
          const query = documents.next();
          return { label: query.slice(0, 500), body: { query } };
        }),
        MARK,
      );
      expect(amiss).toEqual([]);
      expect(log.join("")).not.toContain('"fault"');
    },
    MS_MAX,
  );
});
