import type { Page } from "playwright-core";
import type { PlaygroundTab } from "../../src/web/playground/tabs.js";

/** What GraphiQL's parts are called in the page. */
const RESPONSE = ".graphiql-response .CodeMirror";
const QUERY = ".graphiql-query-editor .CodeMirror";

interface Answer {
  readonly data: Record<string, unknown> | null;
  readonly errors?: readonly { readonly message: string }[];
}

/** The names of the tabs, from left to right. */
export function tabNames(page: Page): Promise<string[]> {
  return page.locator(".graphiql-tab-button").allTextContents();
}

/** Waits until queries can be written and run. */
export async function untilReady(page: Page): Promise<void> {
  await page.locator(`${QUERY} .cm-keyword`).first().waitFor();
  await page.locator(".graphiql-execute-button").waitFor();
}

/** Opens a tab and waits until GraphiQL knows which operation is in it: it reads the query a moment after showing it. */
export async function openTab(page: Page, { title, operationName }: PlaygroundTab): Promise<void> {
  await page.getByRole("button", { name: title, exact: true }).click();
  await until(page, async () => (await propertyOf(page, QUERY, "operationName")) === operationName);
}

/** Runs the open tab and answers what it shows. */
export async function runTab(page: Page): Promise<Answer> {
  const answered = page.waitForResponse((response) => response.request().method() === "POST");
  await page.locator(".graphiql-execute-button").click();
  const answer = (await (await answered).json()) as Answer;
  const expected = JSON.stringify(answer, null, 2);
  await until(page, async () => (await propertyOf(page, RESPONSE, "getValue()")) === expected);
  return answer;
}

/** Waits for what the page comes to by itself. Throws where it does not. */
export async function until(page: Page, holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 150; tries++) {
    if (await holds()) return;
    await page.waitForTimeout(20);
  }
  throw new Error(`The page did not come to this within three seconds: ${holds.toString()}`);
}

/** Of an editor: what it holds out of sight is not in the page. */
function propertyOf(page: Page, selector: string, property: string): Promise<unknown> {
  return page.evaluate(`document.querySelector(${JSON.stringify(selector)}).CodeMirror.${property}`);
}

/** The processor's time that the page has taken since it was opened. */
export async function millisecondsOfWork(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  const { metrics } = await session.send("Performance.getMetrics");
  await session.detach();
  const work = metrics.find(({ name }) => name === "ProcessTime");
  if (work === undefined) throw new Error("The browser does not tell the time a page takes.");
  return work.value * 1_000;
}
