import { describe, expect, it } from "@jest/globals";
import type { GraphQLClient } from "graphql-request";
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

/** Records one disclosure after the other until the connection breaks. */
async function recordUntilLost(
  api: GraphQLClient,
): Promise<{ readonly acknowledged: Input[]; readonly unanswered: Input }> {
  const acknowledged: Input[] = [];
  for (;;) {
    const input = disclosureInput();
    const created = await record(api, input).catch(() => "lost");
    if (created === "lost") return { acknowledged, unanswered: input };
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
      const writers = Array.from({ length: 6 }, () => recordUntilLost(clientOf(up, key)));
      await new Promise((resolve) => setTimeout(resolve, 700));
      // The program first: it would start PostgreSQL again.
      expect(await program.stop("SIGKILL")).toEqual({ code: null, signal: "SIGKILL" });
      if (alsoPostgres) await killPostgres(dataDir);
      expect(await postgresRuns(dataDir)).toBe(!alsoPostgres);
      const written = await Promise.all(writers);
      const acknowledged = written.flatMap((writer) => writer.acknowledged);
      expect(acknowledged.length).toBeGreaterThan(6);

      const next = programs.start({ DATA_DIR: dataDir });
      const api = clientOf(await next.up(), key);
      expect(next.stdout.includes("Stopped the PostgreSQL an earlier run left behind.")).toBe(!alsoPostgres);
      for (const input of acknowledged) {
        expect(await record(api, input)).toBe(false);
        all.set(input.id, input);
      }
      for (const { unanswered } of written) {
        expect([true, false]).toContain(await record(api, unanswered));
        expect(await record(api, unanswered)).toBe(false);
        all.set(unanswered.id, unanswered);
      }
      expect(await api.request(COUNT)).toEqual({ disclosures: { totalCount: all.size } });
      expect(await next.stop()).toEqual({ code: 0, signal: null });
    }
  });
});
