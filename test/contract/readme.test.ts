import { beforeAll, describe, expect, it } from "@jest/globals";
import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { migrations } from "../../migrations/index.js";
import { readConfig } from "../../src/platform/config.js";
import { projectRoot } from "../../src/platform/project-root.js";
import { readCommitted } from "../support/committed-file.js";
import { disclosureInput, RECORD } from "../support/disclosure-input.js";
import { handleOf } from "../support/look-up-operations.js";
import { postList, sendList } from "../support/send-list.js";
import { withTestServer } from "../support/test-server.js";

/** What the pages show is tried, and where they lead is looked up. */

const server = withTestServer({ sealReferences: true });

/** A user's handle is good for one registry only; the pages show this one. */
const SHOWN_HANDLE = "5bGzPqKkqM1v0wqXr8wJdQ";
let handle: string;
beforeAll(async () => {
  await server.admin.request(RECORD, { input: disclosureInput({ subjects: ["somebody"] }) });
  handle = await handleOf(server.admin, "somebody");
});

const PAGES = [
  "README.md",
  "CONTRIBUTING.md",
  "CHANGELOG.md",
  ...readdirSync(join(projectRoot, "docs"), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".md"))
    .map((path) => join("docs", path))
    .sort(),
];

interface Block {
  readonly language: string;
  readonly text: string;
}

function blocksOf(page: string): Block[] {
  return [...readCommitted(page).matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(([, language, text]) => ({
    language: language!,
    text: text!,
  }));
}

interface Example {
  readonly request: string;
  /** What the page says the answer is, if it says so. */
  readonly answer: unknown;
}

/** The requests a page shows, in order: as `graphql`, or as `curl` with what it answers in the next block. */
function examplesOf(page: string): Example[] {
  const blocks = blocksOf(page);
  return blocks.flatMap(({ language, text }, index): Example[] => {
    if (language === "graphql") return [{ request: JSON.stringify({ query: text }), answer: undefined }];
    if (language !== "sh" || !text.includes("curl") || text.includes("/subject-lists")) return [];
    const next = blocks[index + 1];
    const answer = next?.language === "json" ? (JSON.parse(next.text) as unknown) : undefined;
    return [{ request: bodyOfCurl(text), answer }];
  });
}

/** The body a `curl` command sends. Throws where it is not one of the form that this test understands. */
function bodyOfCurl(command: string): string {
  const form =
    /^curl -s http:\/\/127\.0\.0\.1:4000\/graphql -H "Authorization: Bearer \$KEY" -H 'Content-Type: application\/json' -d '([^']+)'\n$/m;
  const body = form.exec(command)?.[1];
  if (body === undefined) throw new Error(`This command is of another form than the test's:\n${command}`);
  return body;
}

/** What a request is answered, without what every answer says of its cost. */
async function send(body: string): Promise<Record<string, unknown>> {
  const response = await fetch(server.url, {
    method: "POST",
    headers: { authorization: `Bearer ${server.admin.key}`, "content-type": "application/json" },
    body: body.replaceAll(SHOWN_HANDLE, handle),
  });
  const { extensions: _cost, ...answer } = (await response.json()) as Record<string, unknown>;
  return answer;
}

/** A list that a page sends, or asks about: `printf '…' | curl`, and what the next block says it answers. */
interface ListExample {
  readonly path: string;
  readonly contentType: string;
  readonly list: string;
  readonly answer: string;
}

function listExamplesOf(page: string): ListExample[] {
  const form =
    /^printf '([^']+)' \| curl -s "?http:\/\/127\.0\.0\.1:4000(\/subject-lists[^\s"]*)"? \\\n {2}-H "Authorization: Bearer \$KEY" -H 'Content-Type: ([^']+)' --data-binary @-\n$/;
  const blocks = blocksOf(page);
  return blocks.flatMap(({ language, text }, index) => {
    if (language !== "sh" || !text.includes("/subject-lists")) return [];
    const [, list, path, contentType] = form.exec(text) ?? [];
    if (list === undefined) throw new Error(`This command is of another form than the test's:\n${text}`);
    return [
      {
        path: path!,
        contentType: contentType!,
        list: list.replaceAll("\\n", "\n"),
        answer: blocks[index + 1]!.text,
      },
    ];
  });
}

describe("the examples", () => {
  it("of docs/subject-lists.md send a list and ask who is in it", async () => {
    const [sent, matched] = listExamplesOf("docs/subject-lists.md");
    const to = { url: server.url, key: server.admin.key };
    const { status, ...answer } = await sendList(to, sent!.list, sent);
    const shown = JSON.parse(sent!.answer) as object;
    expect({ ...answer, ...{ id: "", expiresAt: "" } }).toEqual({ ...shown, ...{ id: "", expiresAt: "" } });
    expect(status).toBe(201);
    const path = matched!.path.replace("$LIST", answer.id!);
    const found = await postList(to, matched!.list, { ...matched, path });
    expect(await found.text()).toBe(matched!.answer);
  });

  it.each(PAGES.filter((page) => examplesOf(page).length > 0))("of %s answer what it says", async (page) => {
    for (const { request, answer } of examplesOf(page)) {
      const answered = await send(request);
      if (answer === undefined) expect(answered).not.toHaveProperty("errors");
      else expect(answered).toEqual(answer);
    }
  });

  it("of the README record a disclosure, ask about its user, show a slip, what was not allowed, and a request", () => {
    expect(examplesOf("README.md").map(({ answer }) => Object.keys(answer as object))).toEqual([
      ["data"],
      ["data"],
      ["errors", "data"],
      ["data"],
      ["data"],
    ]);
  });
});

describe("the first start that the README shows", () => {
  it("makes as many migrations as there are", () => {
    expect(readCommitted("README.md")).toContain(`(migrations: ${migrations.length})`);
  });
});

/** GitHub's name for the place of a heading. */
function anchorsOf(page: string): string[] {
  return [...readCommitted(page).matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    heading!
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
}

describe("the pages", () => {
  it.each(PAGES)("%s links to what exists", (page) => {
    const links = [...readCommitted(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target!);
    const lost = links
      .filter((target) => !/^[a-z]+:/.test(target))
      .filter((target) => {
        const [path, anchor] = target.split("#") as [string, string?];
        const file = path === "" ? page : join(dirname(page), path);
        if (!existsSync(join(projectRoot, file))) return true;
        return anchor !== undefined && !anchorsOf(file).includes(anchor);
      });
    expect(lost).toEqual([]);
  });

  it("are all linked from the README or from CONTRIBUTING", () => {
    const text = readCommitted("README.md") + readCommitted("CONTRIBUTING.md");
    const unlinked = PAGES.filter((page) => page !== "README.md" && !page.includes("adr"));
    expect(unlinked.filter((page) => !text.includes(`](${page})`))).toEqual([]);
  });

  it("name commands that package.json has, and name all of those", () => {
    const { scripts } = JSON.parse(readCommitted("package.json")) as { scripts: Record<string, string> };
    const named = new Set(
      PAGES.flatMap((page) => [...readCommitted(page).matchAll(/npm run ([\w-]+)/g)]).map(
        ([, name]) => name!,
      ),
    );
    const runByNpm = ["prepare", "prestart", "start", "test", "build"];
    expect([...named].sort()).toEqual(
      Object.keys(scripts)
        .filter((name) => !runByNpm.includes(name))
        .sort(),
    );
  });

  it("explain every setting that the program reads, and no other", () => {
    const read = new Set<string>();
    readConfig(new Proxy({}, { get: (_target, name: string) => void read.add(name) }));
    const [, settings] = /^## Settings$(.*?)^## /ms.exec(readCommitted("docs/configuration.md"))!;
    const explained = [...settings!.matchAll(/^\| `([A-Z_]+)`/gm)].map(([, name]) => name!);
    expect(explained.sort()).toEqual([...read].sort());
  });

  it("show the same recipe for a PostgreSQL of one's own", () => {
    const recipeOf = (page: string) => blocksOf(page).filter(({ language }) => language === "sql");
    expect(recipeOf("README.md")).toHaveLength(1);
    expect(recipeOf("docs/configuration.md")).toEqual(expect.arrayContaining(recipeOf("README.md")));
  });
});
