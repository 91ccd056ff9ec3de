import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from "@jest/globals";
import { withTestServer } from "../support/test-server.js";
import { runInProcess, type Shown } from "./run-in-process.js";

/** Three requests' worth. */
const LINES = 600;

// The command waits for a registry that is away, some seconds in all.
jest.setTimeout(60_000);

const server = withTestServer();
let folder: string;
let front: Server | undefined;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "interrupted-"));
});
afterEach(() => {
  front?.closeAllConnections();
  front?.close();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** What a request that records disclosures meets on its way: nothing, no registry, or a line that breaks before the answer. */
type Weather = "fair" | "away" | "answer lost";

/** The address of something before the registry that lets requests through, or not; `weatherOf` is asked with the number of the request, from 1. */
async function registryBehind(weatherOf: (request: number) => Weather): Promise<string> {
  let requests = 0;
  const pass: RequestListener = (request, response) => {
    void (async () => {
      const parts: Buffer[] = [];
      for await (const part of request) parts.push(part as Buffer);
      const body = Buffer.concat(parts);
      const weather = body.includes("recordDisclosures(") ? weatherOf((requests += 1)) : "fair";
      if (weather === "away") return request.socket.destroy();
      const { authorization = "" } = request.headers;
      const answer = await fetch(server.url, {
        method: "POST",
        headers: { "content-type": "application/json", authorization },
        body,
      });
      const text = await answer.text();
      if (weather === "answer lost") return request.socket.destroy();
      response.writeHead(answer.status, { "content-type": "application/json" }).end(text);
    })();
  };
  front = createServer(pass).listen(0, "127.0.0.1");
  await new Promise((resolve) => front!.once("listening", resolve));
  return `http://127.0.0.1:${(front.address() as AddressInfo).port}`;
}

async function fileFor(user: string): Promise<string> {
  const path = join(folder, `${user}.ndjson`);
  const lines = Array.from({ length: LINES }, (_, index) =>
    JSON.stringify({
      occurredAt: `2026-02-01T08:00:00.${String(index).padStart(3, "0")}Z`,
      recipient: "example_analytics_abroad",
      purpose: "statistics",
      legalGround: "consent",
      categories: ["usage"],
      subjects: [user],
    }),
  );
  await writeFile(path, `${lines.join("\n")}\n`);
  return path;
}

function record(path: string, registryUrl: string, ...flags: string[]): Promise<Shown> {
  return runInProcess(
    ["record", path, ...flags],
    { isTTY: false },
    { registryUrl, registryApiKey: server.admin.key },
  );
}

async function countOf(user: string): Promise<number> {
  const { dataSubject } = await server.admin.request<{
    dataSubject: { disclosures: { totalCount: number } } | null;
  }>("query($user: String!) { dataSubject(reference: $user) { disclosures { totalCount } } }", { user });
  return dataSubject?.disclosures.totalCount ?? 0;
}

describe("recording a file", () => {
  it("waits for a registry that is away for a moment, and goes on", async () => {
    const path = await fileFor("waiting");
    const run = await record(path, await registryBehind((request) => (request === 2 ? "away" : "fair")));
    expect(run).toMatchObject({ code: 0, stdout: `${LINES} recorded, 0 already there, 0 refused.\n` });
    expect(await countOf("waiting")).toBe(LINES);
  });

  it("records nothing twice where only the answer was lost", async () => {
    const path = await fileFor("unanswered");
    const run = await record(
      path,
      await registryBehind((request) => (request === 2 ? "answer lost" : "fair")),
    );
    expect(run).toMatchObject({ code: 0, stdout: `350 recorded, 250 already there, 0 refused.\n` });
    expect(await countOf("unanswered")).toBe(LINES);
  });

  it("that breaks off says how far it came, and goes on from there when it is run again", async () => {
    const path = await fileFor("broken-off");
    const broken = await record(path, await registryBehind((request) => (request === 1 ? "fair" : "away")));
    expect(broken).toMatchObject({ code: 3, stdout: "" });
    expect(broken.stderr).toContain("250 lines are done; run the same command again for the rest");
    expect(await countOf("broken-off")).toBe(250);

    const again = await record(path, new URL(server.url).origin, "--json");
    expect(JSON.parse(again.stdout)).toMatchObject({ recorded: LINES - 250, alreadyThere: 250, refused: 0 });
    expect(await countOf("broken-off")).toBe(LINES);
  });

  it("does not go on where it can no longer know the ids of the lines", async () => {
    const path = await fileFor("forgotten");
    await record(path, new URL(server.url).origin);
    await writeFile(`${path}.attempts.json`, (await readFile(`${path}.attempts.json`, "utf8")).slice(0, 20));
    const damaged = await record(path, new URL(server.url).origin);
    expect(damaged).toMatchObject({ code: 2, stdout: "" });
    expect(damaged.stderr).toContain("is damaged: put it back from a copy");
    expect(await countOf("forgotten")).toBe(LINES);
  });

  it("refuses one in UTF-16 at once, and not line by line", async () => {
    const path = join(folder, "utf16.ndjson");
    for (const mark of ["\uFEFF", "\uFFFE"]) {
      await writeFile(path, Buffer.from(`${mark}{}\n`, "utf16le"));
      const refused = await record(path, new URL(server.url).origin);
      expect(refused).toMatchObject({ code: 2, stdout: "" });
      expect(refused.stderr).toContain("is UTF-16: save it as UTF-8");
    }
  });
});
