import type { PlaygroundTab } from "./tabs.js";

/**
 * GraphiQL's own names for what it keeps. It shows the query and the variables under the first two in the tab that is open at first; of
 * the tabs it is given, it would show there the query alone.
 */
const OPEN_QUERY = "graphiql:query";
const OPEN_VARIABLES = "graphiql:variables";
const TABS = "graphiql:tabState";

/** Opens the first tab for a visitor who has none yet. */
export function prepareFirstVisit(storage: Storage, [first]: readonly PlaygroundTab[]): void {
  if (storage.getItem(TABS) !== null || first === undefined) return;
  storage.setItem(OPEN_QUERY, first.query);
  storage.setItem(OPEN_VARIABLES, variablesText(first));
}

/** As GraphiQL shows and keeps them. */
export function variablesText({ variables }: PlaygroundTab): string {
  return JSON.stringify(variables, null, 2);
}
