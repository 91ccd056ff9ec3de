import { beforeAll, describe, expect, it } from "@jest/globals";
import { DisclosureRollup } from "../../src/modules/disclosures/index.js";
import { raw } from "../../src/platform/db/sql.js";
import { applyDataMap } from "../support/data-map-operations.js";
import { disclosureInput, idOf } from "../support/disclosure-input.js";
import { AMEND, RECORD_BATCH } from "../support/disclosure-operations.js";
import { withNewPurpose } from "../support/example-map.js";
import { MovableClock } from "../support/movable-clock.js";
import { publish } from "../support/policy-operations.js";
import { seedDisclosures } from "../support/seed-disclosures.js";
import { withTestServer, type Api } from "../support/test-server.js";

const NOW = "2026-03-31T12:00:00.000Z";
const clock = new MovableClock(NOW);
const server = withTestServer({ clock });

const COMPARE = /* GraphQL */ `
  query Compare($version: Int, $from: Date, $to: Date) {
    policyDrift(version: $version, from: $from, to: $to) {
      version {
        number
      }
      revision
      newestRevision
      from
      to
      asOf
      categories {
        ...Seen
        category {
          key
        }
      }
      purposes {
        ...Seen
        purpose {
          key
        }
      }
      recipients {
        ...Seen
        recipient {
          key
        }
      }
      recipientKinds {
        ...Seen
        recipientKind
      }
      countries {
        ...Seen
        country
        jurisdiction {
          code
        }
      }
      sharing {
        ...Seen
        recipient {
          key
        }
        recipientKind
        purpose {
          key
        }
        category {
          key
        }
      }
    }
  }
  fragment Seen on PolicyDriftEntry {
    declared
    disclosures
    firstSeen
    lastSeen
  }
`;

interface Compared {
  readonly version: { readonly number: number };
  readonly revision: number;
  readonly newestRevision: number;
  readonly from: string | null;
  readonly to: string;
  readonly asOf: string;
  readonly purposes: readonly unknown[];
  readonly countries: readonly unknown[];
  readonly sharing: readonly unknown[];
}
const compare = async (variables: Record<string, unknown> = {}, api: Api = server.admin) =>
  (await api.request<{ policyDrift: Compared }>(COMPARE, variables)).policyDrift;

const rollup = () => new DisclosureRollup(server.database.api, server.app.dataMap);
const input = (changes: Record<string, unknown>) => disclosureInput({ id: idOf(NOW), ...changes });
const record = (...inputs: ReturnType<typeof input>[]) => server.admin.request(RECORD_BATCH, { inputs });

/** Of the advertiser's use the example knows the e-mail; Almaty's days begin five hours before those of UTC. */
const TO_ADVERTISER = { recipient: "example_advertiser", purpose: "marketing", legalGround: "consent" };
const addressTo = (occurredAt: string, changes: Record<string, unknown> = {}) =>
  input({ ...TO_ADVERTISER, occurredAt, categories: ["identification.home_address"], ...changes });
const ADDRESS = {
  recipient: { key: "example_advertiser" },
  recipientKind: "SERVICE_PROVIDER",
  purpose: { key: "marketing" },
  category: { key: "identification.home_address" },
  declared: false,
};

beforeAll(async () => {
  await record(
    addressTo("2026-01-26T18:59:59Z"),
    addressTo("2026-01-26T19:00:00Z"),
    addressTo("2026-03-15T12:00:00Z", { destination: "FR" }),
    addressTo("2026-03-16T12:00:00Z", { direction: "INBOUND" }),
    input({ occurredAt: "2026-02-01T12:00:00Z" }),
  );
});

describe("What the published version does not speak of", () => {
  it.each([
    ["before the roll-up has counted anything", async () => {}],
    ["after", () => rollup().count()],
  ])("is told for the version in force and its own days, %s", async (_case, prepare) => {
    await prepare();
    expect(await compare()).toEqual({
      version: { number: 1 },
      revision: 1,
      newestRevision: 1,
      from: "2026-01-27",
      to: "2026-03-31",
      asOf: expect.any(String),
      categories: [],
      purposes: [],
      recipients: [],
      recipientKinds: [],
      countries: [
        {
          country: "FR",
          jurisdiction: null,
          declared: false,
          disclosures: 1,
          firstSeen: "2026-03-15",
          lastSeen: "2026-03-15",
        },
      ],
      sharing: [{ ...ADDRESS, disclosures: 2, firstSeen: "2026-01-27", lastSeen: "2026-03-15" }],
    });
  });

  it("is told for the days that are asked about", async () => {
    const early = await compare({ version: 1, to: "2026-03-14" });
    expect(early).toMatchObject({ from: null, to: "2026-03-14", countries: [] });
    expect(early.sharing).toEqual([
      { ...ADDRESS, disclosures: 2, firstSeen: "2026-01-26", lastSeen: "2026-01-27" },
    ]);
    expect((await compare({ from: "2026-03-16", to: "2030-01-01" })).sharing).toEqual([]);
  });

  it("shows what was disclosed a moment ago, and no more once it is found never to have been", async () => {
    const disclosure = addressTo("2026-03-31T08:00:00Z");
    await record(disclosure);
    expect((await compare({ from: "2026-03-31" })).sharing).toEqual([
      { ...ADDRESS, disclosures: 1, firstSeen: "2026-03-31", lastSeen: "2026-03-31" },
    ]);
    await server.admin.request(AMEND, {
      input: { id: idOf(NOW), amends: disclosure.id, reason: "Never was.", void: true },
    });
    expect((await compare({ from: "2026-03-31" })).sharing).toEqual([]);
  });

  it("shows what the data map declares since, until a version is published that describes it", async () => {
    await applyDataMap(server.admin, withNewPurpose());
    expect(await compare()).toMatchObject({
      revision: 1,
      newestRevision: 2,
      purposes: [
        { purpose: { key: "research" }, declared: true, disclosures: 0, firstSeen: null, lastSeen: null },
      ],
    });
    await publish(server.admin, { number: 2, language: "en", text: "Two.", effectiveFrom: "2026-05-01" });
    expect(await compare({ version: 2 })).toMatchObject({
      version: { number: 2 },
      revision: 3,
      from: "2026-01-27",
      to: "2026-03-31",
      purposes: [],
    });
  });

  it("is told for the days until the next version applies", async () => {
    clock.advance(Date.parse("2026-06-30T12:00:00.000Z") - clock.now().getTime());
    expect(await compare({ version: 1 })).toMatchObject({ from: "2026-01-27", to: "2026-04-30" });
    expect(await compare()).toMatchObject({ version: { number: 2 }, from: "2026-05-01", to: "2026-06-30" });
    expect(await compare({ version: 1, from: "2026-04-01" })).toMatchObject({ to: "2026-06-30" });
  });

  it("asks the database four times", async () => {
    const { statements } = await server.statementsOf(() => compare());
    expect(statements.filter((text) => !text.includes("secret_hash"))).toHaveLength(4);
  });
});

describe("A comparison of a version with what is known", () => {
  it.each([
    [{ version: 9 }, "NOT_FOUND", ["version"]],
    [{ from: "2026-03-02", to: "2026-03-01" }, "BAD_USER_INPUT", ["from"]],
    [{ from: "2027-01-01" }, "BAD_USER_INPUT", ["from"]],
  ])("is refused of what there cannot be: %j", async (variables, code, fields) => {
    const [error, ...others] = await server.admin.errorsOf(COMPARE, variables);
    expect(others).toEqual([]);
    expect(error!.extensions).toEqual({ code, fields });
  });

  it("is refused where there is too much of it, and says how to ask for less", async () => {
    await seedDisclosures(server.database.owner, {
      count: 1,
      categories: raw("(SELECT array_agg('usage.page_' || page) FROM generate_series(1, 10001) AS page)"),
    });
    const [error] = await server.admin.errorsOf(COMPARE, { to: "2030-01-01" });
    expect(error!.extensions).toEqual({ code: "TOO_COSTLY", fields: ["from", "to"] });
  });

  it.each(["ANALYST", "REPORTER", "AUDITOR"] as const)(
    "is for whoever reads statistics: %s",
    async (role) => {
      const drift = await compare({ to: "2026-02-28" }, await server.as(role));
      expect(drift.sharing).toHaveLength(1);
    },
  );

  it("is not for a program that only records", async () => {
    const [error] = await (await server.as("INTEGRATION")).errorsOf(COMPARE);
    expect(error!.extensions.code).toBe("FORBIDDEN");
  });

  it("needs a version where none is in force yet", async () => {
    clock.advance(Date.parse("2026-01-01T00:00:00.000Z") - clock.now().getTime());
    const [error] = await server.admin.errorsOf(COMPARE);
    expect(error!.extensions).toEqual({ code: "NOT_FOUND", fields: ["version"] });
    expect(error!.message).toContain("Name one.");
  });
});
