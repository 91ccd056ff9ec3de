import {
  findView,
  viewOf,
  type CatalogueList,
  type DataMapService,
  type ViewClass,
} from "../datamap/index.js";

/**
 * An entry as the revision a disclosure is pinned to had it. One that came into the map after the transfer (a late logging) is
 * shown as the newest revision has it, where no entry ever goes missing.
 */
export async function entryAsPinned<List extends CatalogueList, View>(
  view: ViewClass<List, View>,
  dataMap: DataMapService,
  revision: number,
  key: string,
): Promise<View> {
  const pinned = await dataMap.revision(revision);
  return findView(view, pinned, key) ?? viewOf(view, dataMap.current(), key);
}
