import { invariant } from "../../../platform/errors.js";
import type { DataMapService, DataMapSnapshot } from "../../datamap/index.js";

/** A new revision is a rare event; two in the time of one call are a coincidence, more a fault. */
const REFRESHES_MAX = 3;

/** Answers what `count` counts under the newest data map. It answers null where the map it was given is no longer the newest. */
export async function underNewestMap<Counted>(
  dataMap: DataMapService,
  count: (map: DataMapSnapshot) => Promise<Counted | null>,
): Promise<Counted> {
  for (let refreshes = 0; refreshes <= REFRESHES_MAX; refreshes += 1) {
    const counted = await count(dataMap.current());
    if (counted !== null) return counted;
    await dataMap.refresh();
  }
  invariant(false, "the data map moved on with every count");
}
