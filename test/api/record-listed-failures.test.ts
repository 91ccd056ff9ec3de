import { beforeAll, describe, expect, it } from "@jest/globals";
import { disclosureInput, RECORD } from "../support/disclosure-input.js";
import { csvOfUsers, sendList } from "../support/send-list.js";
import { countRows } from "../support/stored-rows.js";
import { execute, testCluster } from "../support/test-cluster.js";
import { withTestServer } from "../support/test-server.js";
import { untilWaiting } from "../support/until-waiting.js";

/** What fails in the middle of a large disclosure leaves nothing of it; the same call again records it, once. */

const server = withTestServer();
const USERS = 30_000;
let list: string;

const send = () => sendList({ url: server.url, key: server.admin.key }, csvOfUsers(USERS));
const rows = () => countRows(server.database.owner);

beforeAll(async () => {
  list = (await send()).id!;
});

const listed = () => disclosureInput({ subjects: undefined, subjectList: list });

async function expectRecordedOnce(input: ReturnType<typeof listed>): Promise<void> {
  const before = await rows();
  const answers = await Promise.all([1, 2].map(() => server.admin.request(RECORD, { input })));
  expect(answers).toEqual(
    expect.arrayContaining([
      { recordDisclosure: { created: true, disclosure: { id: input.id, subjectCount: USERS } } },
      { recordDisclosure: { created: false, disclosure: { id: input.id, subjectCount: USERS } } },
    ]),
  );
  expect((await rows()).disclosure).toBe(before.disclosure! + 1);
}

/** Ends every session of the server, as a crash of the database would. */
async function endSessions(): Promise<void> {
  const name = new URL(server.database.apiUrl).pathname.slice(1);
  await execute(
    testCluster().apiUrl,
    `SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
      WHERE datname = '${name}' AND usename = current_user AND pid <> pg_backend_pid()`,
  );
}

/** Lets a table take nothing in, as PostgreSQL does when its disk is full, until `work` is done. */
async function whileFull(table: string, work: () => Promise<void>): Promise<void> {
  const { owner } = server.database;
  await owner.query(
    `CREATE FUNCTION refuse_room() RETURNS trigger LANGUAGE plpgsql AS
     $$ BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full'; END $$`,
  );
  await owner.query(`CREATE TRIGGER out_of_room BEFORE INSERT ON ${table} EXECUTE FUNCTION refuse_room()`);
  try {
    await work();
  } finally {
    await owner.query(`DROP TRIGGER out_of_room ON ${table}`);
    await owner.query("DROP FUNCTION refuse_room");
  }
}

describe("A disclosure of a list", () => {
  it("is not there at all when the database dies in its middle, and is recorded by the same call again", async () => {
    const input = listed();
    const before = await rows();
    const { owner } = server.database;
    const runner = owner.createQueryRunner();
    await runner.startTransaction();
    // Its coverage is written by then.
    await runner.query("LOCK TABLE disclosure_fingerprint IN EXCLUSIVE MODE");
    const refused = server.admin.errorsOf(RECORD, { input });
    await untilWaiting(server.database.api, 1);
    await endSessions();
    await runner.rollbackTransaction();
    await runner.release();
    expect((await refused)[0]!.extensions.code).toBe("UNAVAILABLE");
    expect(await rows()).toEqual(before);
    await expectRecordedOnce(input);
  });

  it("is not there at all when the disk is full, and is recorded once there is room", async () => {
    const input = listed();
    const before = await rows();
    await whileFull("disclosure_fingerprint", async () => {
      const [error] = await server.admin.errorsOf(RECORD, { input });
      expect(error!.extensions.code).toBe("UNAVAILABLE");
      expect(error!.message).toMatch(/disk is full.*send the same call again/);
    });
    expect(await rows()).toEqual(before);
    await expectRecordedOnce(input);
  });
});

describe("A list that is deleted between being found and being recorded", () => {
  it("leaves no disclosure without its users", async () => {
    const { id } = await send();
    const input = disclosureInput({ subjects: undefined, subjectList: id });
    const runner = server.database.owner.createQueryRunner();
    await runner.startTransaction();
    await runner.query("LOCK TABLE disclosure IN EXCLUSIVE MODE");
    const refused = server.admin.errorsOf(RECORD, { input });
    await untilWaiting(server.database.api, 1);
    await runner.query("DELETE FROM subject_list_segment WHERE list_id = $1", [id]);
    await runner.query("DELETE FROM subject_list WHERE id = $1", [id]);
    const before = await rows();
    await runner.commitTransaction();
    await runner.release();
    expect((await refused)[0]!.extensions).toEqual({ code: "BAD_USER_INPUT", fields: ["subjectList"] });
    const { subject_list: _, subject_list_segment: __, ...others } = before;
    expect(await rows()).toMatchObject(others);
  });
});

describe("A list", () => {
  it.each(["subject_list_segment", "subject"])(
    "is not there at all when the disk is full for %s, and is sent again once there is room",
    async (table) => {
      await server.database.owner.query("DELETE FROM subject WHERE number % 7 = 0");
      const before = await rows();
      await whileFull(table, async () => {
        expect(await send()).toMatchObject({
          status: 503,
          errors: [{ extensions: { code: "UNAVAILABLE" }, message: expect.stringMatching(/disk is full/) }],
        });
      });
      expect((await rows()).subject_list).toBe(before.subject_list);
      expect(await send()).toMatchObject({ status: 201, count: USERS, duplicates: 0 });
    },
  );

  it("is not there at all when the database dies while it arrives, and is sent again", async () => {
    const { subject_list, subject_list_segment } = await rows();
    const { owner } = server.database;
    const runner = owner.createQueryRunner();
    await runner.startTransaction();
    await runner.query("LOCK TABLE subject_list_segment IN EXCLUSIVE MODE");
    const refused = send();
    await untilWaiting(server.database.api, 1);
    await endSessions();
    await runner.rollbackTransaction();
    await runner.release();
    expect(await refused).toMatchObject({ status: 503, errors: [{ extensions: { code: "UNAVAILABLE" } }] });
    expect(await rows()).toMatchObject({ subject_list, subject_list_segment });
    expect(await send()).toMatchObject({ status: 201, count: USERS });
  });
});
