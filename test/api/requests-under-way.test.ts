import { describe, expect, it } from "@jest/globals";
import { setTimeout as sleep } from "node:timers/promises";
import { RawConnection } from "../process/raw-connection.js";
import { withTestServer, type LentServer } from "../support/test-server.js";
import { untilWaiting } from "../support/until-waiting.js";

const narrow = withTestServer({ limits: { keyRequestsAtOnce: 1 } });
const hasty = withTestServer({ limits: { requestSecondsMax: 0.2 } });

const QUERY = "{ disclosures(first: 20) { nodes { id } } }";

async function ask(server: LentServer, key: string, query = QUERY) {
  const response = await fetch(server.url, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${key}` },
    body: JSON.stringify({ query }),
  });
  const body = (await response.json()) as { errors?: { message: string; extensions: { code: string } }[] };
  return { status: response.status, code: body.errors?.[0]?.extensions.code, body };
}

/** Holds a table against everybody until it is freed, or the work has ended. */
async function whileHeld<Answered>(
  server: LentServer,
  table: string,
  work: (free: () => Promise<void>) => Promise<Answered>,
) {
  const holder = server.database.owner.createQueryRunner();
  await holder.startTransaction();
  const free = async () => {
    if (holder.isTransactionActive) await holder.commitTransaction();
  };
  try {
    await holder.query(`LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`);
    return await work(free);
  } finally {
    await free();
    await holder.release();
  }
}

describe("A request whose client goes away", () => {
  const VIEWER = "{ viewer { name } }";

  /** Asks until the key has nothing under way any more. */
  async function untilFree(key: string) {
    for (let times = 0; times < 100; times++) {
      if ((await ask(narrow, key, VIEWER)).status === 200) return;
      await sleep(20);
    }
    throw new Error("The key still has a request under way.");
  }

  it("is under way for as long as the registry works for it", async () => {
    const { key } = await narrow.as("ANALYST");
    await whileHeld(narrow, "disclosure", async () => {
      const client = new RawConnection(narrow.url);
      client.send(key, QUERY);
      await untilWaiting(narrow.database.api, 1);
      client.end();
      await sleep(100);
      expect(await ask(narrow, key, VIEWER)).toMatchObject({ status: 429, code: "RATE_LIMITED" });
    });
    await untilFree(key);
  });

  it("is under way no more where it waited behind another on its connection", async () => {
    const { key } = await narrow.as("ANALYST");
    await whileHeld(narrow, "disclosure", async () => {
      const client = new RawConnection(narrow.url);
      client.send(narrow.admin.key, QUERY);
      client.send(key, QUERY);
      await untilWaiting(narrow.database.api, 2);
      client.end();
    });
    await untilFree(key);
  });

  it("is not begun where that happened before its caller was known", async () => {
    const { key } = await narrow.as("ANALYST");
    await whileHeld(narrow, "api_key", async () => {
      const client = new RawConnection(narrow.url);
      client.send(key, QUERY);
      await untilWaiting(narrow.database.api, 1);
      client.end();
      await sleep(100);
    });
    await untilFree(key);
  });
});

describe("What takes too long", () => {
  const CREATE = `mutation { createApiKey(input: { name: "Slow", role: AUDITOR }) { apiKey { name } } }`;

  it("is answered before it is done, and answered in full the next time", async () => {
    const { key } = hasty.admin;
    await ask(hasty, key, CREATE);
    const answer = await whileHeld(hasty, "disclosure", () => ask(hasty, key, QUERY));
    expect(answer).toMatchObject({ status: 503, code: "TOO_COSTLY" });
    expect(answer.body.errors![0]!.message).toContain("took too long");
    expect((await ask(hasty, key, QUERY)).status).toBe(200);
  });

  it("is waited for longer where it changes something", async () => {
    const answer = await whileHeld(hasty, "api_key", async (free) => {
      const asked = ask(hasty, hasty.admin.key, CREATE);
      await new Promise((resolve) => setTimeout(resolve, 600));
      await free();
      return asked;
    });
    expect(answer).toMatchObject({
      status: 200,
      body: { data: { createApiKey: { apiKey: { name: "Slow" } } } },
    });
  });
});
