import { describe, expect, it } from "@jest/globals";
import { withTampering } from "../../support/tampering.js";

describe("an audit finds that somebody who may write everything in the database", () => {
  const tampering = withTampering();
  const { audit, change, putBack, indexOf } = tampering;

  /** The beginning of every complaint about the leaf of a disclosure. */
  const named = async (id: string) => `leaf ${await indexOf(id)} (disclosure ${id})`;

  it("has changed a value of a row", async () => {
    const id = tampering.ids[2]!;
    await change(`UPDATE disclosure SET purpose = 'research' WHERE id = '${id}'`);
    expect(await audit.complaint()).toBe(`${await named(id)} differs from its row in purpose`);
  });

  it("has changed several, of which the first in the ledger is named", async () => {
    const [first, second] = tampering.ids;
    await change(`UPDATE disclosure SET occurred_at = occurred_at + interval '1 ms' WHERE id <> '${first}'`);
    expect(await audit.complaint()).toBe(`${await named(second!)} differs from its row in occurred_at`);
  });

  it("has deleted a row, with its users or without", async () => {
    const id = tampering.ids[1]!;
    const complaint = `${await named(id)} has no row: it was removed, or another was put in its place`;
    await change(`DELETE FROM disclosure WHERE id = '${id}'`);
    expect(await audit.complaint()).toBe(complaint);
    await change(`DELETE FROM coverage WHERE disclosure_id = '${id}'`);
    expect(await audit.complaint()).toBe(complaint);
  });

  it("has put in a row that is dated back", async () => {
    const id = `${tampering.ids[0]!.slice(0, 24)}000000000000`;
    await change(
      `INSERT INTO disclosure SELECT (jsonb_populate_record(d, '{"id": "${id}"}')).* FROM disclosure AS d WHERE id = '${tampering.ids[0]}'`,
      `INSERT INTO coverage (segment, slot, disclosure_id) VALUES (1, 1, '${id}')`,
    );
    expect(await audit.complaint()).toBe(
      `disclosure ${id} has no leaf, nor one that waits for its place: it was put in past the registry, or is still to be filled in`,
    );
  });

  it("has added a user to a disclosure, or taken one away", async () => {
    const id = tampering.ids[3]!;
    const complaint = `${await named(id)} differs from its row in users`;
    await change(`INSERT INTO coverage (segment, slot, disclosure_id) VALUES (2, 99, '${id}')`);
    expect(await audit.complaint()).toBe(complaint);
    await change(`DELETE FROM coverage WHERE disclosure_id = '${id}'`);
    expect(await audit.complaint()).toBe(complaint);
  });

  it("has added users to a disclosure that there is none of", async () => {
    const id = `${tampering.ids[3]!.slice(0, 24)}000000000000`;
    await change(`INSERT INTO coverage (segment, slot, disclosure_id) VALUES (2, 99, '${id}')`);
    expect(await audit.complaint()).toBe(`coverage has rows of disclosure ${id}, which is not there`);
  });

  it("has named a user twice, in the bitmap of a segment and apart", async () => {
    const id = tampering.ids[4]!;
    await change(`INSERT INTO coverage (segment, slot, disclosure_id) VALUES (9, 1, '${id}')`);
    expect(await audit.complaint()).toBe(
      `${await named(id)} differs from its row in users: the rows of coverage are no set`,
    );
  });

  it("has moved a value into the column before it, by a line end that makes the same leaf of both", async () => {
    const id = tampering.ids[0]!;
    await change(
      `UPDATE disclosure SET agreement = agreement || E'\\nsafeguard ' || safeguard, safeguard = NULL WHERE id = '${id}'`,
    );
    expect(await audit.complaint()).toBe(
      `${await named(id)} differs from its row in agreement, which holds what is never recorded`,
    );
  });

  it("has dated a row before our era, which is written like one of it", async () => {
    const id = tampering.ids[0]!;
    const before = "to_char(occurred_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.MS\"Z BC\"')::timestamptz";
    await change(`UPDATE disclosure SET occurred_at = ${before} WHERE id = '${id}'`);
    expect(await audit.complaint()).toBe(
      `${await named(id)} differs from its row in occurred_at, which holds what is never recorded`,
    );
  });

  it("has given a row a day beyond all moments, of which no leaf can be made", async () => {
    try {
      await change("UPDATE destruction SET as_of = '5874897-12-31'");
      expect(await audit.complaint()).toMatch(
        /^leaf \d+ \(destruction \S+\) differs from its row in as_of, which holds what is never recorded$/,
      );
    } finally {
      await putBack("destruction");
    }
  });

  it.each([
    ["an empty key, which is written like no key", "''"],
    ["what is written for a list that is too long", `'sha256:${"0".repeat(64)}'`],
    ["two keys as one", "'categories.first categories.second'"],
    ["no key where there was one", "'categories.first', NULL, 'categories.second'"],
  ])("has put %s into a list", async (_, keys) => {
    const id = tampering.ids[0]!;
    await change(`UPDATE disclosure SET categories = ARRAY[${keys}] WHERE id = '${id}'`);
    expect(await audit.complaint()).toBe(
      `${await named(id)} differs from its row in categories, which holds what is never recorded`,
    );
  });

  it("has swapped two rows, or two leaves", async () => {
    const [, one, other] = tampering.ids;
    const aside = "00000000-0000-7000-8000-000000000000";
    const swapRows = [
      [one, aside],
      [other, one],
      [aside, other],
    ].map(([from, to]) => `UPDATE disclosure SET id = '${to}' WHERE id = '${from}'`);
    await change(...swapRows);
    expect(await audit.complaint()).toBe(`${await named(one!)} differs from its row in occurred_at`);
    await putBack("disclosure");
    const [first, second] = [await indexOf(one!), await indexOf(other!)];
    const swapLeaves = [
      [first, -1],
      [second, first],
      [-1, second],
    ].map(([from, to]) => `UPDATE ledger_leaf SET index = ${to} WHERE index = ${from}`);
    await change(...swapLeaves);
    expect(await audit.complaint()).toBe(`leaf ${Math.min(first, second)} is another than the tree's`);
  });

  it("has changed a text, or put one in", async () => {
    const id = tampering.ids[0]!;
    await change(`UPDATE free_text SET body = 'Nobody wrote this.' WHERE fact_id = '${id}'`);
    expect(await audit.complaint()).toBe(`the text note of ${id} is not the one its fact has committed to`);
    await change(`DELETE FROM free_text WHERE fact_id = '${id}'`);
    // Taking a text out is what erasing is.
    expect(await audit.complaint()).toBe(null);
    await change(`INSERT INTO free_text VALUES ('${id}', 'details', 'New.', '\\x00')`);
    expect(await audit.complaint()).toBe(
      `the text details of ${id} is not the one its fact has committed to`,
    );
  });

  it("has taken out a month of coverage without saying so; where it was said, the auditor is told", async () => {
    await change("SELECT detach_coverage_partition('2026-03-01Z')");
    try {
      const { detached, detachedMonths } = await audit.run();
      expect({ detached, detachedMonths }).toEqual({ detached: 6, detachedMonths: [Date.UTC(2026, 2)] });
      await change("TRUNCATE coverage_detached");
      expect(await audit.complaint()).toBe(`${await named(tampering.ids[0]!)} differs from its row in users`);
    } finally {
      const bounds = "FROM (first_uuid_of('2026-03-01Z')) TO (first_uuid_of('2026-04-01Z'))";
      await change(`ALTER TABLE coverage ATTACH PARTITION coverage_2026_03 FOR VALUES ${bounds}`);
    }
  });
});
