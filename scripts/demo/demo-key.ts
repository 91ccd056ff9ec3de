import type { ApiKeysService } from "../../src/modules/access/index.js";
import { PAGE_SIZE_MAX } from "../../src/platform/graphql/connection.js";

const NAME = "npm run demo";
const HOURS = 24;

export interface DemoKey {
  /** The whole key; it ends by itself. */
  readonly token: string;
  readonly expiresAt: Date;
  /** When the first demo on this registry made its key: the moment that the lines' ids carry. */
  readonly firstDemoAt: Date;
}

/** Makes a key for this run, which may record and look up and nothing else: an administrator's is not at hand on later runs. */
export async function makeDemoKey(keys: ApiKeysService, now: Date): Promise<DemoKey> {
  const expiresAt = new Date(now.getTime() + HOURS * 3_600_000);
  const { row, token } = await keys.create({ name: NAME, role: "ANALYST", expiresAt }, NAME);
  return { token, expiresAt, firstDemoAt: (await findFirstDemo(keys)) ?? row.createdAt };
}

/** Looks from the oldest key on. */
async function findFirstDemo(keys: ApiKeysService): Promise<Date | null> {
  for (let before: string | undefined; ;) {
    const page = await keys.list({ direction: "backward", limit: PAGE_SIZE_MAX, ...(before && { before }) });
    const first = page.edges.findLast(({ node }) => node.name === NAME);
    if (first) return first.node.createdAt;
    if (!page.hasPreviousPage) return null;
    before = page.edges[0]?.cursor;
  }
}
