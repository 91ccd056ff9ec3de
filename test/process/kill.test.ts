import { describe, expect, it } from "@jest/globals";
import type { GraphQLClient } from "graphql-request";
import { setTimeout as sleep } from "node:timers/promises";
import { disclosureInput, RECORD } from "../support/disclosure-input.js";
import { clientOf } from "./program.js";
import { killPostgres, postgresRuns, withPrograms } from "./programs.js";

const COUNT = /* GraphQL */ `
  query Count {
    disclosures(first: 1) {
      totalCount
    }
  }
`;

type Recorded = { recordDisclosure: { created: boolean } };
type Input = ReturnType<typeof disclosureInput>;

const record = async (api: GraphQLClient, input: Input): Promise<boolean> =>
  (await api.request<Recorded>(RECORD, { input })).recordDisclosure.created;

/** Records one disclosure after the other, and adds it to `acknowledged`, until the connection breaks. Answers the one that was under way. */
async function recordUntilLost(api: GraphQLClient, acknowledged: Input[]): Promise<Input> {
  for (;;) {
    const input = disclosureInput();
    const created = await record(api, input).catch(() => "lost");
    if (created === "lost") return input;
    expect(created).toBe(true);
    acknowledged.push(input);
  }
}

describe("a program that is killed while it records", () => {
  const programs = withPrograms();

  it("has at the next start all it acknowledged, and records a retry of the rest once, also when PostgreSQL is killed", async () => {
    const dataDir = await programs.dataDir();
    const all = new Map<string, Input>();
    let key = "";
    for (const alsoPostgres of [false, true]) {
      const program = programs.start({ DATA_DIR: dataDir });
      const up = await program.up();
      key ||= up.key;
      const acknowledged: Input[] = [];
      const writers = Array.from({ length: 6 }, () => recordUntilLost(clientOf(up, key), acknowledged));
      while (acknowledged.length < 50) await sleep(5);
      // The program first: it would start PostgreSQL again.
      expect(await program.stop("SIGKILL")).toEqual({ code: null, signal: "SIGKILL" });
      if (alsoPostgres) await killPostgres(dataDir);
      expect(await postgresRuns(dataDir)).toBe(!alsoPostgres);
      const unanswered = await Promise.all(writers);

      const next = programs.start({ DATA_DIR: dataDir });
      const api = clientOf(await next.up(), key);
      expect(next.stdout.includes("Stopped the PostgreSQL an earlier run left behind.")).toBe(!alsoPostgres);
      for (const input of acknowledged) {
        expect(await record(api, input)).toBe(false);
        all.set(input.id, input);
      }
      for (const input of unanswered) {
        expect([true, false]).toContain(await record(api, input));
        expect(await record(api, input)).toBe(false);
        all.set(input.id, input);
      }
      expect(await api.request(COUNT)).toEqual({ disclosures: { totalCount: all.size } });
      expect(await next.stop()).toEqual({ code: 0, signal: null });
    }
  });
});
