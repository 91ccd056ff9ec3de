import { existsSync } from "node:fs";
import { chromium, type Browser, type BrowserContextOptions, type Page } from "playwright-core";

const USUAL_PATHS = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

/** The browser's program: `CHROMIUM_PATH`, else the first of the usual places that has one; null where none has. */
export function findChromium(): string | null {
  return process.env.CHROMIUM_PATH || (USUAL_PATHS.find((path) => existsSync(path)) ?? null);
}

/** Starts it without a window. The caller closes it. */
export function launchChromium(executablePath: string): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

/** Shorter than a test may take, so that the failure names what was waited for. */
const WAIT_MS = 5_000;

/** A page on which everything that must not happen is written down. */
export interface WatchedPage {
  readonly page: Page;
  /** Errors and warnings of the console, exceptions nobody caught, and what the content-security-policy refused. */
  readonly complaints: string[];
  /** Every address asked for, `data:` apart. */
  readonly requested: URL[];
}

/** Opens a page that shares nothing with another. */
export async function watchedPage(
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<WatchedPage> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(WAIT_MS);
  const complaints: string[] = [];
  const requested: URL[] = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (url.protocol !== "data:") requested.push(url);
  });
  return { page, complaints, requested };
}
