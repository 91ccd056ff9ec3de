import { describe, expect, it } from "@jest/globals";
import { parse, validate } from "graphql";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { tabsAt } from "../../src/web/playground/tabs.js";
import { builtPlayground, withBuiltPlayground } from "../support/built-playground.js";
import { withTestServer } from "../support/test-server.js";

/** All that a visit may load, compressed. */
const COMPRESSED_BYTES_MAX = 1_500_000;

/** What fits between the editor's edges in a window of 1280 pixels. */
const LINE_CHARS_MAX = 60;

const TABS = tabsAt(new Date());

withBuiltPlayground();
const server = withTestServer({ playground: builtPlayground });
const unbuilt = withTestServer({ playground: join(builtPlayground, "nowhere") });

const get = (url: string, headers: Record<string, string>) => fetch(url, { headers });
const BROWSER = { accept: "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8" };

describe("the playground's tabs", () => {
  it("are what an analyst asks first, in that order", () => {
    expect(TABS.map(({ title }) => title)).toEqual([
      "Record a disclosure",
      "Who received this user's data",
      "The data map",
      "Disclosures to banks this year",
      "What changed",
      "What broke a rule",
      "Users' rights",
      "The ledger",
    ]);
  });

  it.each(TABS)("$title: says in two lines what it does and what to change, and fits the schema", (tab) => {
    expect(tab.query).toMatch(/^# .+\n# .+\n(?:query|mutation) /);
    for (const line of tab.query.split("\n").slice(0, 2))
      expect(line.length).toBeLessThanOrEqual(LINE_CHARS_MAX);
    expect(validate(server.schema, parse(tab.query))).toEqual([]);
    expect(tab.query).toContain(` ${tab.operationName}(`);
  });

  it("work one after the other as they stand, for an analyst on the example data map", async () => {
    const analyst = await server.as("ANALYST");
    const answers = [];
    for (const { query, variables } of TABS) answers.push(await analyst.request(query, variables));
    const [recorded, received, map, toBanks, changed, broken, asked] = answers;
    const finding = { code: "CONSENT_MISSING", subjectCount: 2 };
    expect(recorded).toMatchObject({ recordDisclosure: { disclosure: { findings: [finding] } } });
    expect(received).toMatchObject({
      dataSubject: { accounting: { entries: [{ recipient: { name: "Example Bank JSC" }, count: 1 }] } },
    });
    expect(map).toMatchObject({ dataMap: { revision: 1 } });
    expect(toBanks).toMatchObject({ disclosures: { nodes: [{ subjectCount: 2 }] } });
    expect(changed).toEqual({ dataMapDiff: { from: 1, to: 1, changes: [] } });
    expect(broken).toMatchObject({ findings: { nodes: [finding] }, findingCounts: [{ findings: 1 }] });
    expect(asked).toMatchObject({
      openRightsRequest: {
        rightsRequest: {
          status: "RECEIVED",
          inDueForm: true,
          dueAt: expect.any(String),
          dataSubject: { requests: { nodes: [{ kind: "ACCESS", status: "RECEIVED" }] } },
        },
      },
    });
  });

  it("begin the year on the visitor's own calendar", () => {
    const from = (now: Date) =>
      tabsAt(now).find(({ operationName }) => operationName === "DisclosuresToBanksThisYear")!.variables;
    expect(from(new Date(2027, 0, 1, 0, 30))).toMatchObject({
      filter: { occurredFrom: new Date(2027, 0, 1).toISOString() },
    });
  });
});

describe("GET /graphql", () => {
  it("shows a browser the page, which may load nothing but this server's own files", async () => {
    const response = await get(server.url, BROWSER);
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(response.headers.get("vary")).toBe("Accept");
    expect(response.headers.get("cache-control")).toBe("no-cache");
    expect(response.headers.get("content-security-policy")).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; font-src 'self'; " +
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    );
    const page = await response.text();
    expect(page).toContain('<div id="playground">');
    expect(page).not.toMatch(/<script(?![^>]* src="\/playground\/)/);
    for (const [, address] of page.matchAll(/(?:src|href)="(?!data:)([^"]+)"/g)) {
      expect((await fetch(new URL(address!, server.url))).status).toBe(200);
    }
  });

  it.each([
    ["a program", { accept: "application/json" }],
    ["a program that accepts anything", { accept: "*/*" }],
    ["a program that does not say what it accepts", {}],
  ])("answers %s in GraphQL", async (_who, headers: Record<string, string>) => {
    const address = `${server.url}?query=${encodeURIComponent("{ viewer { roles } }")}`;
    const response = await get(address, {
      ...headers,
      authorization: `Bearer ${server.admin.key}`,
      "apollo-require-preflight": "true",
    });
    expect(await response.json()).toMatchObject({ data: { viewer: { roles: ["ADMIN"] } } });
  });

  it("answers a query in GraphQL whoever asks it", async () => {
    const response = await get(`${server.url}?query=%7B__typename%7D`, {
      ...BROWSER,
      "apollo-require-preflight": "true",
    });
    expect(await response.json()).toMatchObject({ data: { __typename: "Query" } });
  });

  it("says what to do where the playground was never built", async () => {
    const response = await get(unbuilt.url, BROWSER);
    expect(response.status).toBe(404);
    expect(await response.text()).toContain("npm run build");
  });
});

describe("the playground's files", () => {
  const address = (file: string) => new URL(`/playground/${file}`, server.url).href;
  const scriptName = async () => (await readdir(builtPlayground)).find((name) => /^main-.*\.js$/.test(name))!;

  it("are kept for ever by the browser, under a name that changes with their content", async () => {
    const response = await get(address(await scriptName()), { "accept-encoding": "gzip, deflate, br" });
    expect(response.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
    expect(response.headers.get("content-type")).toBe("text/javascript; charset=utf-8");
    expect(response.headers.get("content-encoding")).toBe("gzip");
    expect(response.headers.get("vary")).toBe("Accept-Encoding");
    expect(await response.text()).toBe(await readFile(join(builtPlayground, await scriptName()), "utf8"));
  });

  it("are sent as they are to who cannot unpack them", async () => {
    const response = await get(address(await scriptName()), { "accept-encoding": "identity" });
    expect(response.headers.get("content-encoding")).toBeNull();
    expect(await response.text()).toBe(await readFile(join(builtPlayground, await scriptName()), "utf8"));
  });

  it.each(["no-such-file.js", "index.html", "..%2F..%2F..%2Fpackage.json"])(
    "are all there is: not %s",
    async (file) => {
      expect((await fetch(address(file))).status).toBe(404);
    },
  );

  it("are small, and name no other host to load from", async () => {
    let compressed = 0;
    for (const name of (await readdir(builtPlayground)).filter((name) => /\.(?:js|css|html)$/.test(name))) {
      const text = await readFile(join(builtPlayground, name), "utf8");
      compressed += gzipSync(text).length;
      expect(text).not.toMatch(
        /@import\s|url\(\s*["']?(?:https?:)?\/\/|\bimport\(\s*["']https?:|<script[^>]+https?:/,
      );
    }
    expect(compressed).toBeLessThan(COMPRESSED_BYTES_MAX);
  });
});
