import { beforeAll, describe, expect, it } from "@jest/globals";
import { DisclosureRollup } from "../../src/modules/disclosures/index.js";
import { raw } from "../../src/platform/db/sql.js";
import { applyDataMap } from "../support/data-map-operations.js";
import { disclosureInput, idOf } from "../support/disclosure-input.js";
import { AMEND, RECORD_BATCH } from "../support/disclosure-operations.js";
import { inExample, replaced } from "../support/example-map.js";
import { MovableClock } from "../support/movable-clock.js";
import { seedDisclosures } from "../support/seed-disclosures.js";
import { withTestServer, type Api } from "../support/test-server.js";

const NOW = "2026-03-31T12:00:00.000Z";
const server = withTestServer({ clock: new MovableClock(NOW) });

const COMPARE = /* GraphQL */ `
  query Compare($from: Date, $to: Date) {
    declaredVersusObserved(from: $from, to: $to) {
      asOf
      revision
      observedUndeclared {
        ...Observed
      }
      observedFirst {
        ...Observed
      }
      declaredUnobserved {
        rule {
          key
        }
        category {
          key
        }
        lastSeen
        daysSinceLastSeen
      }
    }
  }
  fragment Observed on ObservedSharing {
    recipient {
      key
    }
    category {
      key
    }
    purpose {
      key
    }
    disclosures
    undeclared
    firstSeen
    lastSeen
  }
`;

interface Keyed {
  readonly key: string;
}
interface Observed {
  readonly recipient: Keyed;
  readonly category: Keyed;
  readonly purpose: Keyed;
  readonly disclosures: number;
  readonly undeclared: number;
  readonly firstSeen: string;
  readonly lastSeen: string;
}
interface Compared {
  readonly asOf: string;
  readonly revision: number;
  readonly observedUndeclared: readonly Observed[];
  readonly observedFirst: readonly Observed[];
  readonly declaredUnobserved: readonly {
    rule: Keyed;
    category: Keyed;
    lastSeen: string | null;
    daysSinceLastSeen: number | null;
  }[];
}

const compare = async (variables: Record<string, unknown> = {}, api: Api = server.admin) =>
  (await api.request<{ declaredVersusObserved: Compared }>(COMPARE, variables)).declaredVersusObserved;

const flat = ({ recipient, category, purpose, ...counts }: Observed) => ({
  what: `${recipient.key} ${purpose.key} ${category.key}`,
  ...counts,
});
const seenAtAll = ({ observedFirst }: Compared) => observedFirst.map((pair) => flat(pair).what);

const rollup = () => new DisclosureRollup(server.database.api, server.app.dataMap);
const input = (changes: Record<string, unknown>) => disclosureInput({ id: idOf(NOW), ...changes });
const record = (...inputs: ReturnType<typeof input>[]) => server.admin.request(RECORD_BATCH, { inputs });

/** The advertiser may have the e-mail, and got the home address, once in February and twice in March, in Almaty's days. */
const TO_ADVERTISER = { recipient: "example_advertiser", purpose: "marketing", legalGround: "consent" };
const addressTo = (occurredAt: string) =>
  input({ ...TO_ADVERTISER, occurredAt, categories: ["identification.home_address"] });

beforeAll(async () => {
  await record(
    addressTo("2026-02-28T18:59:59Z"),
    addressTo("2026-02-28T19:00:00Z"),
    addressTo("2026-03-15T12:00:00Z"),
    input({
      ...TO_ADVERTISER,
      occurredAt: "2026-03-15T12:00:00Z",
      categories: ["identification.email", "usage.services_of_interest"],
    }),
    input({ occurredAt: "2026-02-01T12:00:00Z" }),
    input({ ...TO_ADVERTISER, direction: "INBOUND", categories: ["reviews"] }),
  );
});

describe("Declared against observed", () => {
  it.each([
    ["before the roll-up has counted anything", async () => {}],
    ["after", () => rollup().count()],
  ])("tells what nothing declares, by the controller's days, %s", async (_case, prepare) => {
    await prepare();
    const compared = await compare({ from: "2026-03-01", to: "2026-03-31" });
    const address = {
      what: "example_advertiser marketing identification.home_address",
      disclosures: 2,
      undeclared: 2,
      firstSeen: "2026-02-28",
      lastSeen: "2026-03-15",
    };
    expect(compared.observedUndeclared.map(flat)).toEqual([address]);
    const early = await compare({ to: "2026-02-28" });
    expect(early.observedUndeclared.map(flat)).toEqual([
      { ...address, disclosures: 1, undeclared: 1, lastSeen: "2026-02-28" },
    ]);
    expect(seenAtAll(compared)).toEqual([
      "example_advertiser marketing identification.email",
      "example_advertiser marketing usage.services_of_interest",
    ]);
    expect(compared.declaredUnobserved).toContainEqual({
      rule: { key: "delivery_by_courier" },
      category: { key: "identification.home_address" },
      lastSeen: "2026-02-01",
      daysSinceLastSeen: 58,
    });
    expect(compared.declaredUnobserved).toContainEqual({
      rule: { key: "statistics_abroad" },
      category: { key: "usage" },
      lastSeen: null,
      daysSinceLastSeen: null,
    });
    expect(compared.declaredUnobserved.map(({ rule }) => rule.key)).not.toContain("marketing_by_advertiser");
    expect(compared.revision).toBe(1);
  });

  it("looks at everything up to today where no day is named, or later days are", async () => {
    const all = await compare();
    expect(await compare({ from: null, to: "2030-01-01" })).toEqual({ ...all, asOf: expect.any(String) });
    expect(seenAtAll(all)).toHaveLength(5);
    expect(all.declaredUnobserved.every(({ lastSeen }) => lastSeen === null)).toBe(true);
  });

  it("shows the first disclosure of its kind at once, and no more once it is found never to have been", async () => {
    const what = "example_analytics_abroad statistics usage.pages_viewed";
    const disclosure = input({
      recipient: "example_analytics_abroad",
      purpose: "statistics",
      legalGround: "consent",
      categories: ["usage.pages_viewed"],
      occurredAt: "2026-03-31T08:00:00Z",
    });
    await record(disclosure);
    expect(seenAtAll(await compare({ from: "2026-03-31" }))).toEqual([what]);
    await rollup().count();
    await server.admin.request(AMEND, {
      input: { id: idOf(NOW), amends: disclosure.id, reason: "Never was.", void: true },
    });
    for (const isRolledUp of [false, true]) {
      if (isRolledUp) await rollup().count();
      expect(seenAtAll(await compare({ from: "2026-03-31" }))).toEqual([]);
    }
  });

  it("asks the database twice", async () => {
    const { statements } = await server.statementsOf(() => compare());
    expect(statements.filter((text) => !text.includes("secret_hash"))).toHaveLength(2);
  });

  it("takes a rule as declared on the days on which it is in force", async () => {
    const rule = "  - key: marketing_by_advertiser\n";
    await applyDataMap(
      server.admin,
      replaced(
        inExample(rule, `${rule}    validTo: 2026-03-14\n`),
        "    recipients: [example_advertiser]\n    recipientKinds: [SERVICE_PROVIDER]\n",
        "",
      ),
    );
    const { observedUndeclared, revision } = await compare({ from: "2026-03-01" });
    expect(revision).toBe(2);
    expect(observedUndeclared.map((pair) => flat(pair).what)).toEqual([
      "example_advertiser marketing identification.email",
      "example_advertiser marketing usage.services_of_interest",
      "example_advertiser marketing identification.home_address",
    ]);
  });
});

describe("A comparison of declared and observed", () => {
  it.each([
    [{ from: "2026-03-02", to: "2026-03-01" }],
    [{ from: "2026-04-01" }],
    [{ from: "2026-04-01", to: "2026-05-01" }],
  ])("is refused where the period ends before it begins: %j", async (variables) => {
    const [error, ...others] = await server.admin.errorsOf(COMPARE, variables);
    expect(others).toEqual([]);
    expect(error!.extensions).toEqual({ code: "BAD_USER_INPUT", fields: ["from"] });
    expect(error!.message).toContain("give an earlier day");
  });

  it("is refused where there is too much of it, and says how to ask for less", async () => {
    await seedDisclosures(server.database.owner, {
      count: 1,
      categories: raw("(SELECT array_agg('usage.page_' || page) FROM generate_series(1, 10001) AS page)"),
    });
    const [error] = await server.admin.errorsOf(COMPARE);
    expect(error!.extensions).toEqual({ code: "TOO_COSTLY", fields: ["from", "to"] });
    expect((await compare({ from: "2026-03-02" })).observedFirst).toHaveLength(2);
  });

  it.each(["ANALYST", "REPORTER", "AUDITOR"] as const)(
    "is for whoever reads statistics: %s",
    async (role) => {
      expect((await compare({ to: "2026-02-28" }, await server.as(role))).revision).toBe(2);
    },
  );

  it("is not for a program that only records", async () => {
    const [error] = await (await server.as("INTEGRATION")).errorsOf(COMPARE);
    expect(error!.extensions.code).toBe("FORBIDDEN");
  });
});
