import { describe, expect, it } from "@jest/globals";
import { gzipSync } from "node:zlib";
import { csvOfUsers, sendList } from "../support/send-list.js";
import { countRows } from "../support/stored-rows.js";
import { withTestServer, type Api } from "../support/test-server.js";
import { DAY_MS, MovableClock } from "../support/movable-clock.js";

const clock = new MovableClock("2026-03-01T10:00:00.000Z");
const server = withTestServer({ clock });

const toServer = (api: Api = server.admin) => ({ url: server.url, key: api.key });

describe("An uploaded list of users", () => {
  it("answers how many it names, how often one again, and until when it is kept", async () => {
    const answer = await sendList(toServer(), 'ann\nbob\n"ann"\n ann \nANN');
    expect(answer).toEqual({
      status: 201,
      id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7/),
      count: 3,
      duplicates: 2,
      expiresAt: new Date(clock.now().getTime() + DAY_MS).toISOString(),
    });
  });

  it("may be NDJSON, and compressed", async () => {
    const list = '"ann"\n"bob"\n"Zo\\u00eb"\n';
    const contentType = "application/x-ndjson";
    expect(await sendList(toServer(), list, { contentType })).toMatchObject({ status: 201, count: 3 });
    const headers = { "content-encoding": "gzip" };
    expect(await sendList(toServer(), gzipSync(list), { contentType, headers })).toMatchObject({
      status: 201,
      count: 3,
      duplicates: 0,
    });
  });

  it("of many batches counts each user once, whichever batches name it", async () => {
    const list = csvOfUsers(500_000) + csvOfUsers(200_000, 400_000);
    expect(
      await sendList(toServer(), gzipSync(list), { headers: { "content-encoding": "gzip" } }),
    ).toMatchObject({ status: 201, count: 600_000, duplicates: 100_000 });
  });

  it("takes a number of statements that does not grow within a batch", async () => {
    const statementsFor = async (users: number) =>
      (await server.statementsOf(() => sendList(toServer(), csvOfUsers(users)))).count;
    await sendList(toServer(), csvOfUsers(20_000));
    const few = await statementsFor(10);
    expect(await statementsFor(20_000)).toBe(few);
    expect(few).toBeLessThanOrEqual(6);
  });

  it("of one user a hundred thousand times is a list of one", async () => {
    expect(await sendList(toServer(), "user-of-all\n".repeat(400_000))).toMatchObject({
      status: 201,
      count: 1,
      duplicates: 399_999,
    });
  });

  it("may be sent by who may record disclosures, and nobody else", async () => {
    expect(await sendList(toServer(await server.as("INTEGRATION")), "ann")).toMatchObject({ status: 201 });
    for (const [key, status, code] of [
      [(await server.as("AUDITOR")).key, 403, "FORBIDDEN"],
      ["", 401, "UNAUTHENTICATED"],
      ["not-a-key", 401, "UNAUTHENTICATED"],
    ] as const) {
      const answer = await sendList({ url: server.url, key }, "ann");
      expect(answer).toMatchObject({ status, errors: [{ extensions: { code } }] });
    }
  });

  it("is removed an hour after it expired, with all that belongs to it", async () => {
    await sendList(toServer(), csvOfUsers(5_000));
    const { owner } = server.database;
    const { subject_list: before } = await countRows(owner);
    clock.advance(DAY_MS + 3_600_000 - 1);
    expect(await server.app.lists.deleteExpired()).toBe(0);
    await sendList(toServer(), "ann");
    clock.advance(2);
    expect(await server.app.lists.deleteExpired()).toBe(before);
    expect(await countRows(owner)).toMatchObject({ subject_list: 1, subject_list_segment: 1 });
  });

  it("is removed with all others that expired, however many", async () => {
    const { owner } = server.database;
    await owner.query(
      `INSERT INTO subject_list (id, created_at, created_by, subject_count, digest, expires_at)
       SELECT gen_random_uuid(), $1, 'test', 1, '\\x00', $1 FROM generate_series(1, 250)`,
      [clock.now()],
    );
    clock.advance(DAY_MS + 2 * 3_600_000);
    expect(await server.app.lists.deleteExpired()).toBeGreaterThanOrEqual(250);
    expect(await countRows(owner)).toMatchObject({ subject_list: 0, subject_list_segment: 0 });
  });
});
