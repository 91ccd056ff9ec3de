import { expect, it } from "@jest/globals";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { runInProcess } from "./run-in-process.js";

it("A command waits as long as the registry asks, says so, and sends the same again", async () => {
  const asked: number[] = [];
  const limited = { errors: [{ message: "Too much.", extensions: { code: "RATE_LIMITED" } }] };
  const keys = { data: { apiKeys: { nodes: [], pageInfo: { hasNextPage: false, endCursor: null } } } };
  const server = createServer((request, response) => {
    request.resume();
    asked.push(performance.now());
    const isFirst = asked.length === 1;
    response.writeHead(isFirst ? 429 : 200, {
      "content-type": "application/json",
      ...(isFirst && { "retry-after": "1" }),
    });
    response.end(JSON.stringify(isFirst ? limited : keys));
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  try {
    const registryUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const shown = await runInProcess(
      ["keys", "list", "--json"],
      { isTTY: false },
      { registryUrl, registryApiKey: "k" },
    );
    expect(shown).toMatchObject({
      code: 0,
      stderr: "The registry asks to wait (RATE_LIMITED): goes on in 1 s.\n",
    });
    expect(JSON.parse(shown.stdout)).toEqual({ apiKeys: [] });
    expect(asked).toHaveLength(2);
    expect(asked[1]! - asked[0]!).toBeGreaterThan(950);
  } finally {
    server.closeAllConnections();
    server.close();
  }
});
