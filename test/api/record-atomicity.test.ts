import { afterEach, describe, expect, it } from "@jest/globals";
import { v7 } from "uuid";
import { disclosureInput, RECORD } from "../support/disclosure-input.js";
import { AMEND, RECORD_BATCH } from "../support/disclosure-operations.js";
import { countRows } from "../support/stored-rows.js";
import { roleOf } from "../support/test-cluster.js";
import { withTestServer, type RequestError } from "../support/test-server.js";

const server = withTestServer();

/** The statement that undoes what made a table refuse rows. */
let mend: string | undefined;

afterEach(async () => {
  if (mend !== undefined) await server.database.owner.query(mend);
  mend = undefined;
});

/** From now on until the test's end PostgreSQL refuses the server's rows of a table. */
async function breakTable(table: string): Promise<void> {
  const role = `"${roleOf(server.database.apiUrl)}"`;
  mend = `GRANT INSERT ON ${table} TO ${role}`;
  await server.database.owner.query(`REVOKE INSERT ON ${table} FROM ${role}`);
}

function expectMasked(errors: readonly RequestError[], table: string): void {
  expect(errors.map(({ extensions }) => extensions)).toEqual([{ code: "INTERNAL" }]);
  expect(errors[0]?.message).not.toMatch(new RegExp(`${table}|permission|denied|insert`, "i"));
}

const newUsers = () => ({ subjects: [v7(), v7()], note: "Noted" });

describe("a recording that fails halfway", () => {
  it.each(["coverage", "subject", "disclosure_fingerprint", "free_text"])(
    "at %s leaves nothing at all, alone, in a batch or as an amendment, and succeeds once it can",
    async (table) => {
      const amended = disclosureInput();
      await server.admin.request(RECORD, { input: amended });
      await breakTable(table);
      const before = await countRows(server.database.owner);
      const input = disclosureInput(newUsers());
      const inputs = [disclosureInput(newUsers()), disclosureInput(newUsers())];
      const amendment = {
        id: v7(),
        amends: amended.id,
        reason: "Wrong.",
        restated: disclosureInput({ ...newUsers(), id: undefined }),
      };
      expectMasked(await server.admin.errorsOf(RECORD, { input }), table);
      expectMasked(await server.admin.errorsOf(RECORD_BATCH, { inputs }), table);
      expectMasked(await server.admin.errorsOf(AMEND, { input: amendment }), table);
      expect(await countRows(server.database.owner)).toEqual(before);

      await server.database.owner.query(mend!);
      const created = { created: true };
      expect(await server.admin.request(RECORD, { input })).toMatchObject({ recordDisclosure: created });
      expect(await server.admin.request(RECORD_BATCH, { inputs })).toMatchObject({
        recordDisclosures: { results: [created, created] },
      });
      expect(await server.admin.request(AMEND, { input: amendment })).toMatchObject({
        amendDisclosure: created,
      });
    },
  );

  it("never gives a number to two users afterwards", async () => {
    await breakTable("coverage");
    for (let call = 0; call < 3; call += 1) {
      await server.admin.errorsOf(RECORD, { input: disclosureInput(newUsers()) });
    }
    await server.database.owner.query(mend!);
    for (let call = 0; call < 3; call += 1) {
      await server.admin.request(RECORD, { input: disclosureInput(newUsers()) });
    }
    const [numbers] = await server.database.owner.query<{ count: number; distinct: number }[]>(
      "SELECT count(*)::int AS count, count(DISTINCT number)::int AS distinct FROM subject",
    );
    expect(numbers?.count).toBeGreaterThan(6);
    expect(numbers?.distinct).toBe(numbers?.count);
  });
});
