import { describe, expect, it } from "@jest/globals";
import { ROLES } from "../../src/modules/access/index.js";
import { APPLY, applyDataMap } from "../support/data-map-operations.js";
import { disclosureInput, idOf, RECORD } from "../support/disclosure-input.js";
import { EXAMPLE, replaced, withCourier, withNewPurpose } from "../support/example-map.js";
import { DAY_MS, MINUTE_MS, MovableClock } from "../support/movable-clock.js";
import { withTestServer } from "../support/test-server.js";

const NOW = "2026-03-02T08:00:00.000Z";

describe("applying a data map", () => {
  const clock = new MovableClock(NOW);
  const server = withTestServer({ clock });
  let changed: string;

  it("that says what the newest revision says changes nothing, whatever its comments and its order", async () => {
    const { statements } = await server.statementsOf(async () => {
      const same = await applyDataMap(server.admin, `# Another comment.\n${EXAMPLE}`);
      expect(same).toEqual({ revision: 1, applied: false, changes: [], touchedSharingRules: [] });
    });
    expect(statements.filter((text) => /INSERT|UPDATE/.test(text))).toEqual([]);
    expect((await applyDataMap(server.admin, EXAMPLE)).applied).toBe(false);
  });

  it("answers, dry, what would change and stores nothing", async () => {
    changed = withNewPurpose(withCourier("The courier"));
    await server.admin.request(RECORD, { input: disclosureInput({ id: idOf(NOW) }) });
    const plan = await applyDataMap(server.admin, changed, { dryRun: true });
    expect(plan).toMatchObject({ revision: 1, applied: false });
    expect(plan.changes).toEqual([
      {
        kind: "ADDED",
        list: "purposes",
        type: "purpose",
        key: "research",
        name: "Research",
        fields: expect.arrayContaining([
          { field: "communicatesWithUser", before: null, after: "false" },
          { field: "clauses", before: null, after: "[]" },
        ]),
      },
      {
        kind: "CHANGED",
        list: "recipients",
        type: "recipient",
        key: "example_courier",
        name: "The courier",
        fields: [{ field: "name", before: "Example Courier LLP", after: "The courier" }],
      },
    ]);
    const touched = Object.fromEntries(
      plan.touchedSharingRules.map(({ sharingRule, disclosures }) => [sharingRule, disclosures]),
    );
    expect(Object.values(touched).reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(1);
    expect(server.app.dataMap.current().revision).toBe(1);
  });

  it("makes the next revision, with who, when, why, its text, and what SQL joins with", async () => {
    const applied = await applyDataMap(server.admin, changed, {
      message: "A courier with a name.",
      expectedRevision: 1,
    });
    expect(applied).toMatchObject({ revision: 2, applied: true });
    const { dataMap } = await server.admin.request<{ dataMap: Record<string, unknown> }>(
      `{ dataMap { revision effectiveFrom appliedAt appliedBy message } }`,
    );
    expect(dataMap).toEqual({
      revision: 2,
      effectiveFrom: NOW,
      appliedAt: NOW,
      appliedBy: expect.stringMatching(/^.+ \(key .+\)$/),
      message: "A courier with a name.",
    });
    const { owner } = server.database;
    const [stored] = await owner.query<{ source_text: string }[]>(
      "SELECT source_text FROM data_map_revision WHERE number = 2",
    );
    expect(stored?.source_text).toBe(changed);
    expect(
      await owner.query("SELECT name, first_revision FROM recipient WHERE key = 'example_courier'"),
    ).toEqual([{ name: "The courier", first_revision: 1 }]);
    expect(
      await owner.query("SELECT name, first_revision FROM processing_purpose WHERE key = 'research'"),
    ).toEqual([{ name: "Research", first_revision: 2 }]);
    expect((await applyDataMap(server.admin, changed, { expectedRevision: 1 })).applied).toBe(false);
  });

  it("lets the new entry be used at once", async () => {
    clock.advance(MINUTE_MS);
    const input = disclosureInput({ id: idOf(clock.at(0)), purpose: "research", occurredAt: clock.at(0) });
    await server.admin.request(RECORD, { input });
    const { disclosure } = await server.admin.request<{ disclosure: { purpose: { key: string } } }>(
      `query($id: UUID!) { disclosure(id: $id) { purpose { key } } }`,
      { id: input.id },
    );
    expect(disclosure.purpose.key).toBe("research");
  });

  it("made from an older revision is told what moved, and overwrites nothing", async () => {
    const [error] = await server.admin.errorsOf(APPLY, {
      input: { document: EXAMPLE, expectedRevision: 1 },
    });
    expect(error).toMatchObject({ extensions: { code: "CONFLICT", fields: ["expectedRevision"] } });
    expect(error!.message).toContain("from revision 1 to revision 2");
    expect(error!.message).toContain('purpose "research" added; recipient "example_courier" changed (name)');
    expect(server.app.dataMap.current().revision).toBe(2);
  });

  it("takes JSON as well as YAML", async () => {
    const { document } = server.app.dataMap.current();
    const text = JSON.stringify({ ...document, controller: { ...document.controller, name: "EDCRUNCH" } });
    const applied = await applyDataMap(server.admin, text, { format: "JSON" });
    expect(applied.changes).toMatchObject([{ kind: "CHANGED", list: "controller", key: "controller" }]);
    expect((await applyDataMap(server.admin, changed)).revision).toBe(4);
  });

  it("for a day to come leaves today as it is", async () => {
    const later = clock.at(60 * MINUTE_MS);
    const future = replaced(changed, "name: The courier", "name: The next courier");
    expect((await applyDataMap(server.admin, future, { effectiveFrom: later })).applied).toBe(true);
    const { now, then } = await server.admin.request<
      Record<string, { recipients: { key: string; name: string }[] }>
    >(
      `query($now: DateTime!, $then: DateTime!) {
        now: dataMap(at: $now) { recipients { key name } } then: dataMap(at: $then) { recipients { key name } }
      }`,
      { now: clock.at(0), then: later },
    );
    const courier = (answer: typeof now) =>
      answer?.recipients.find(({ key }) => key === "example_courier")?.name;
    expect([courier(now), courier(then)]).toEqual(["The courier", "The next courier"]);
    const [error] = await server.admin.errorsOf(APPLY, {
      input: { document: changed, effectiveFrom: clock.at(0) },
    });
    expect(error).toMatchObject({ extensions: { code: "BAD_USER_INPUT", fields: ["effectiveFrom"] } });
    expect(error!.message).toContain(`applies from ${later}`);
  });

  it("is for those who keep the data map", async () => {
    for (const role of ROLES) {
      const api = await server.as(role);
      const attempt = applyDataMap(api, changed, { dryRun: true, effectiveFrom: clock.at(DAY_MS) });
      if (role === "ADMIN" || role === "ANALYST") expect((await attempt).applied).toBe(false);
      else
        await expect(attempt).rejects.toMatchObject({
          response: { errors: [{ extensions: { code: "FORBIDDEN" } }] },
        });
    }
  });
});

describe("two who apply at once", () => {
  const server = withTestServer();

  it("make two revisions of the same base never: one is told what moved", async () => {
    for (let round = 0; round < 5; round += 1) {
      const base = server.app.dataMap.current().revision;
      const outcomes = await Promise.allSettled(
        ["one", "other", "third"].map((name) => applyDataMap(server.admin, withCourier(`${name} ${round}`))),
      );
      const applied = outcomes.filter(({ status }) => status === "fulfilled");
      const refused = outcomes.filter(({ status }) => status === "rejected");
      expect(applied.length + refused.length).toBe(3);
      for (const outcome of refused) {
        expect((outcome as PromiseRejectedResult).reason).toMatchObject({
          response: { errors: [{ extensions: { code: "CONFLICT" } }] },
        });
      }
      // Those that were planned after another had been stored were planned against it.
      expect(server.app.dataMap.current().revision).toBe(base + applied.length);
    }
  });
});
