import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { Browser, BrowserContextOptions } from "playwright-core";
import { tabsAt } from "../../src/web/playground/tabs.js";
import { findChromium, launchChromium, watchedPage, type WatchedPage } from "../support/browser.js";
import { builtPlayground, withBuiltPlayground } from "../support/built-playground.js";
import {
  millisecondsOfWork,
  openTab,
  runTab,
  tabNames,
  until,
  untilReady,
} from "../support/playground-page.js";
import { withTestServer } from "../support/test-server.js";

const TABS = tabsAt(new Date());
const TITLES = TABS.map(({ title }) => title);

const chromium = findChromium();
if (chromium === null) {
  const howTo = "install chromium (Debian: apt-get install chromium), or set CHROMIUM_PATH to one";
  process.stderr.write(`The playground was NOT tried in a browser, because none was found: ${howTo}.\n`);
}
const inBrowser = chromium === null ? describe.skip : describe;

inBrowser("the playground, in a browser", () => {
  withBuiltPlayground();
  const server = withTestServer({ playground: builtPlayground });
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium(chromium!);
  });
  afterAll(() => browser.close());

  /** Opens the playground as a new visitor would, and waits until it can be used. */
  async function visit(key: string, options?: BrowserContextOptions): Promise<WatchedPage> {
    const watched = await watchedPage(browser, options);
    await watched.page.goto(key === "" ? server.url : `${server.url}#key=${key}`);
    await untilReady(watched.page);
    return watched;
  }

  it("shows the tabs in their order, and running each shows data and no error", async () => {
    const { page, complaints, requested } = await visit(server.admin.key);
    expect(await tabNames(page)).toEqual(TITLES);
    for (const tab of TABS) {
      await openTab(page, tab);
      const answer = await runTab(page);
      expect(answer.errors).toBeUndefined();
      expect(Object.values(answer.data!)).not.toContain(null);
    }
    expect(await tabNames(page)).toEqual(TITLES);
    expect(complaints).toEqual([]);
    expect(requested.map(({ origin }) => origin)).not.toContainEqual(
      expect.not.stringMatching(new URL(server.url).origin),
    );
    await page.context().close();
  });

  it("is ready after less than a second of work", async () => {
    const { page } = await visit(server.admin.key);
    // What a visit takes on a machine that is busy with other tests says nothing; what the browser computed for it does.
    expect(await millisecondsOfWork(page)).toBeLessThan(READY_WORK_MS_MAX);
    await page.context().close();
  });

  it("takes the key out of the address at once, and keeps it over a reload", async () => {
    const { page, complaints } = await visit(server.admin.key);
    expect(page.url()).toBe(server.url);
    await page.getByText("(ADMIN)").waitFor();
    await page.reload();
    await untilReady(page);
    await page.getByText("(ADMIN)").waitFor();
    await page.goto("about:blank");
    await page.goBack();
    expect(page.url()).toBe(server.url);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it("keeps the key in the browser tab alone, and forgets it when told", async () => {
    const { page } = await visit(server.admin.key);
    await page.getByText("(ADMIN)").waitFor();
    expect(await page.evaluate("JSON.stringify(localStorage)")).not.toContain(server.admin.key);
    expect(await page.evaluate("document.cookie")).toBe("");
    const other = await page.context().newPage();
    await other.goto(server.url);
    await other.getByText("Enter your API key").waitFor();
    await page.getByRole("button", { name: "Forget the key" }).click();
    await page.getByText("Enter your API key").waitFor();
    expect(await page.evaluate("JSON.stringify(sessionStorage)")).not.toContain(server.admin.key);
    await page.context().close();
  });

  it("asks for a key where there is none, and shows the schema all the same", async () => {
    const { page } = await visit("");
    await page.getByText("Enter your API key").waitFor();
    expect((await runTab(page)).errors?.[0]?.message).toContain("API key");
    await page.getByRole("button", { name: "Show Documentation Explorer" }).click();
    await page.getByText("Root Types").waitFor();
    await page.getByLabel("API key", { exact: true }).fill(` ${server.admin.key} `);
    await page.getByRole("button", { name: "Use this key" }).click();
    await page.getByText("(ADMIN)").waitFor();
    expect((await runTab(page)).errors).toBeUndefined();
    await page.context().close();
  });

  it("says that a key was refused, also one that is revoked while the page is open", async () => {
    const { page } = await visit("dr_no_such_key");
    await page.getByText("Your key was refused").waitFor();
    await page.context().close();

    const { row, token } = await server.app.keys.create({ name: "Soon gone", role: "ANALYST" }, "test");
    const { page: open } = await visit(token);
    await open.getByText("(ANALYST)").waitFor();
    await server.app.keys.revoke(row.id, "test");
    await runTab(open);
    await open.getByText("Your key was refused").waitFor();
    await open.context().close();
  });

  it.each(["light", "dark"] as const)(
    "follows a system that is %s, and can be switched",
    async (colorScheme) => {
      const { page, complaints } = await visit(server.admin.key, { colorScheme });
      const untilBackground = (scheme: "light" | "dark") =>
        until(
          page,
          async () =>
            (await page.evaluate("getComputedStyle(document.body).backgroundColor")) === BACKGROUND[scheme],
        );
      await untilBackground(colorScheme);
      const other = colorScheme === "light" ? "dark" : "light";
      await page.getByLabel("Colours").selectOption(other);
      await untilBackground(other);
      await page.reload();
      await untilReady(page);
      await untilBackground(other);
      await page.getByLabel("Colours").selectOption("system");
      await untilBackground(colorScheme);
      expect(complaints).toEqual([]);
      await page.context().close();
    },
  );

  it("opens its menus, dialogs, documentation and completion within the content-security-policy", async () => {
    const { page, complaints } = await visit(server.admin.key);
    await page.getByRole("button", { name: "Show Documentation Explorer" }).click();
    await page.getByRole("link", { name: "Query", exact: true }).click();
    await page.getByText("A user, by the platform's own reference").first().waitFor();
    for (const dialog of ["Open short keys dialog", "Open settings dialog"]) {
      await page.getByRole("button", { name: dialog }).click();
      await page.getByRole("dialog").waitFor();
      await page.keyboard.press("Escape");
    }
    await page.getByRole("button", { name: "New tab" }).click();
    await page.locator(".graphiql-query-editor .CodeMirror").click();
    await page.keyboard.type("{ dataM");
    await page.getByText("dataMap").first().waitFor();
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});

/** From a new window to a query that can be run, on every thread of the page together. */
const READY_WORK_MS_MAX = 1_000;

/** What the page's own style sheet says. */
const BACKGROUND = { light: "rgb(255, 255, 255)", dark: "rgb(33, 42, 59)" } as const;
