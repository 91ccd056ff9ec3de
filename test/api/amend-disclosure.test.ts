import { describe, expect, it } from "@jest/globals";
import { v7 } from "uuid";
import { disclosureInput, RECORD } from "../support/disclosure-input.js";
import { AMEND, type AmendedDisclosure } from "../support/disclosure-operations.js";
import { countRows } from "../support/stored-rows.js";
import { withTestServer } from "../support/test-server.js";

const server = withTestServer();

async function record(changes: Record<string, unknown> = {}): Promise<string> {
  const input = disclosureInput(changes);
  await server.admin.request(RECORD, { input });
  return input.id;
}

async function amend(input: Record<string, unknown>): Promise<AmendedDisclosure["amendDisclosure"]> {
  return (await server.admin.request<AmendedDisclosure>(AMEND, { input })).amendDisclosure;
}

const restatedAs = (changes: Record<string, unknown>) => disclosureInput({ id: undefined, ...changes });

const SHOW = `query ($id: UUID!) {
  disclosure(id: $id) {
    id recipient { key } recordCount note subjectCount
    amends { id }
    amendedBy { id kind reason recordedBy restated { id } }
  }
}`;

async function show(id: string): Promise<unknown> {
  return (await server.admin.request<{ disclosure: unknown }>(SHOW, { id })).disclosure;
}

/** The ids that the lists show of one user: the list of disclosures, and the user's own. */
async function listed(reference: string, includeSuperseded?: boolean): Promise<string[][]> {
  const answer = await server.admin.request<{
    disclosures: { nodes: { id: string }[]; totalCount: number };
    dataSubject: { disclosures: { nodes: { id: string }[]; totalCount: number } };
  }>(
    `query ($reference: String!, $filter: DisclosureFilter, $all: Boolean) {
       disclosures(filter: $filter) { nodes { id } totalCount }
       dataSubject(reference: $reference) { disclosures(includeSuperseded: $all) { nodes { id } totalCount } }
     }`,
    {
      reference,
      filter: { subject: reference, ...(includeSuperseded !== undefined && { includeSuperseded }) },
      ...(includeSuperseded !== undefined && { all: includeSuperseded }),
    },
  );
  return [answer.disclosures, answer.dataSubject.disclosures].map(({ nodes, totalCount }) => {
    expect(totalCount).toBe(nodes.length);
    return nodes.map(({ id }) => id).sort();
  });
}

describe("a disclosure that is restated", () => {
  it("stays as it was recorded, and says what took its place, by whom and why", async () => {
    const amends = await record({ recordCount: 1, note: "First" });
    const id = v7();
    const answer = await amend({
      id,
      amends,
      reason: " The bank got it. ",
      restated: restatedAs({
        recipient: "example_bank",
        recordCount: 2,
        subjects: ["user-1", "user-2", "user-3"],
      }),
    });
    expect(answer).toEqual({
      created: true,
      disclosure: { id, recipient: { key: "example_bank" } },
      amended: { id: amends },
      amendment: { id, kind: "RESTATED", reason: "The bank got it." },
    });
    expect(await show(amends)).toEqual({
      id: amends,
      recipient: { key: "example_courier" },
      recordCount: 1,
      note: "First",
      subjectCount: 2,
      amends: null,
      amendedBy: {
        id,
        kind: "RESTATED",
        reason: "The bank got it.",
        recordedBy: "Administrator",
        restated: { id },
      },
    });
    expect(await show(id)).toEqual({
      id,
      recipient: { key: "example_bank" },
      recordCount: 2,
      note: null,
      subjectCount: 3,
      amends: { id: amends },
      amendedBy: null,
    });
  });

  it("is shown by lists only where superseded ones are asked for", async () => {
    const user = v7();
    const amends = await record({ subjects: [user] });
    const id = v7();
    await amend({ id, amends, reason: "Wrong.", restated: restatedAs({ subjects: [user] }) });
    for (const ids of await listed(user)) expect(ids).toEqual([id]);
    for (const ids of await listed(user, false)) expect(ids).toEqual([id]);
    for (const ids of await listed(user, true)) expect(ids).toEqual([amends, id].sort());
  });

  it("no longer counts for a user whom the restated one leaves out", async () => {
    const [stays, goes] = [v7(), v7()];
    const amends = await record({ subjects: [stays, goes] });
    const { amendment } = await amend({
      amends,
      reason: "One too many.",
      restated: restatedAs({ subjects: [stays] }),
    });
    for (const ids of await listed(stays)) expect(ids).toEqual([amendment.id]);
    for (const ids of await listed(goes)) expect(ids).toEqual([]);
  });
});

describe("a disclosure that is voided", () => {
  it("stays readable, and leaves the lists with nothing in its place", async () => {
    const user = v7();
    const amends = await record({ subjects: [user] });
    const { disclosure, amendment, created } = await amend({ amends, reason: "Never happened.", void: true });
    expect({ disclosure, created, kind: amendment.kind }).toEqual({
      disclosure: null,
      created: true,
      kind: "VOIDED",
    });
    for (const ids of await listed(user)) expect(ids).toEqual([]);
    for (const ids of await listed(user, true)) expect(ids).toEqual([amends]);
    expect(await show(amends)).toMatchObject({
      amendedBy: { id: amendment.id, kind: "VOIDED", reason: "Never happened.", restated: null },
    });
  });

  it("is not said to be restated by a disclosure that came to have the amendment's id", async () => {
    const amends = await record();
    const { amendment } = await amend({ amends, reason: "Never happened.", void: true });
    // It is refused afterwards; only one sent at the same moment comes to be.
    await server.database.owner.query(
      `WITH copied AS (
         INSERT INTO disclosure
         SELECT (jsonb_populate_record(d, jsonb_build_object('id', $1::text))).* FROM disclosure d WHERE id = $2
         RETURNING id)
       INSERT INTO ledger_pending (event, kind, leaf) SELECT id, 'disclosure', 'copied' FROM copied`,
      [amendment.id, amends],
    );
    expect(await show(amends)).toMatchObject({ amendedBy: { kind: "VOIDED", restated: null } });
  });
});

describe("an amendment that is sent again", () => {
  it("answers what it recorded: restated", async () => {
    const input = {
      id: v7(),
      amends: await record(),
      reason: "Zo\u00eb's hint",
      restated: restatedAs({ note: "Now right", categories: ["reviews", "usage"], subjects: ["ann", "bob"] }),
    };
    const first = await amend(input);
    const before = await countRows(server.database.owner);
    const again = await amend({
      ...input,
      id: input.id.toUpperCase(),
      amends: input.amends.toUpperCase(),
      reason: " Zoe\u0308's hint\n",
      void: false,
      restated: {
        ...input.restated,
        id: input.id,
        categories: ["usage", "reviews"],
        subjects: ["bob", "ann", "bob"],
      },
    });
    expect(again).toEqual({ ...first, created: false });
    expect(await countRows(server.database.owner)).toEqual(before);
  });

  it("answers what it recorded: voided", async () => {
    const input = { id: v7(), amends: await record(), reason: "Never happened.", void: true };
    const first = await amend(input);
    await server.restart();
    const before = await countRows(server.database.owner);
    expect(await amend(input)).toEqual({ ...first, created: false });
    expect(await countRows(server.database.owner)).toEqual(before);
  });

  it("answers what it recorded even when it was amended itself since", async () => {
    const input = {
      id: v7(),
      amends: await record(),
      reason: "Wrong.",
      restated: restatedAs({ note: "2nd" }),
    };
    await amend(input);
    await amend({ amends: input.id, reason: "Wrong again.", void: true });
    expect(await amend(input)).toMatchObject({ created: false, disclosure: { id: input.id } });
  });
});

describe("a chain of amendments", () => {
  it("is a line in which only the last stands", async () => {
    const user = v7();
    const chain = [await record({ subjects: [user] })];
    for (const step of [1, 2, 3]) {
      const id = v7();
      const restated = restatedAs({ subjects: [user], recordCount: step });
      await amend({ id, amends: chain.at(-1), reason: `Step ${step}.`, restated });
      chain.push(id);
      for (const ids of await listed(user)) expect(ids).toEqual([id]);
      for (const ids of await listed(user, true)) expect(ids).toEqual([...chain].sort());
    }
    for (const [index, id] of chain.entries()) {
      const [before, after] = [chain[index - 1], chain[index + 1]];
      expect(await show(id)).toMatchObject({
        amends: before === undefined ? null : { id: before },
        amendedBy: after === undefined ? null : { id: after, restated: { id: after } },
      });
    }
    await amend({ amends: chain.at(-1), reason: "After all it never happened.", void: true });
    for (const ids of await listed(user)) expect(ids).toEqual([]);
  });
});
