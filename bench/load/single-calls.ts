import { ADMIN_API_KEY, type Bench, type BenchServer } from "../bench.js";
import { runLoad, type LoadResult } from "./load.js";

/** `recordDisclosure` of one user a call, by all connections at once, each of which calls again as soon as it was answered. */
export function recordSingles(
  { sizes }: Bench,
  { url }: BenchServer,
  seconds: number,
  on: { readonly users?: number; readonly onConsent?: boolean } = {},
): Promise<LoadResult> {
  return runLoad({
    url,
    authorization: `Bearer ${ADMIN_API_KEY}`,
    connections: sizes.connections,
    seconds,
    workload: { kind: "single", users: sizes.users, ...on },
  });
}
