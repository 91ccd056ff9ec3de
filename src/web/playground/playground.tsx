import { GraphiQL } from "graphiql";
import { useCallback, useEffect, useState } from "react";
import { askAnonymously, askWithKey, isUnauthenticated, type GraphQLRequest } from "./ask-registry.js";
import { variablesText } from "./first-visit.js";
import { checkKey, KeyBar, statusOf, type KeyStatus } from "./key-bar.js";
import type { PlaygroundTab } from "./tabs.js";
import { keepTheme, readTheme, type Theme } from "./theme.js";
import { ThemeSwitch } from "./theme-switch.js";

/** GraphiQL's own name for the query by which it learns the schema. */
const INTROSPECTION = "IntrospectionQuery";

interface PlaygroundProps {
  readonly tabs: readonly PlaygroundTab[];
}

/** The page: a bar with the key and the theme, and GraphiQL under it. */
export function Playground({ tabs }: PlaygroundProps) {
  const [status, setStatus] = useState<KeyStatus>({ state: "checking" });
  const [theme, setTheme] = useState(readTheme);
  const check = useCallback(() => void checkKey().then(setStatus), []);
  useEffect(check, [check]);

  const fetcher = useCallback(async (request: GraphQLRequest) => {
    if (request.operationName === INTROSPECTION) return askAnonymously(request);
    const answer = await askWithKey(request);
    // A key can be revoked, or expire, while the page is open.
    if (isUnauthenticated(answer)) setStatus(statusOf(answer));
    return answer;
  }, []);
  const chooseTheme = (chosen: Theme) => {
    keepTheme(chosen);
    setTheme(chosen);
  };

  return (
    <>
      <header className="bar">
        <h1>Disclosure Registry</h1>
        <KeyBar status={status} onChange={check} />
        <ThemeSwitch theme={theme} onChoose={chooseTheme} />
      </header>
      <main>
        <GraphiQL
          fetcher={fetcher}
          defaultTabs={tabs.map((tab) => ({ query: tab.query, variables: variablesText(tab) }))}
          defaultEditorToolsVisibility="variables"
          // Variables name users, so what was typed is kept no longer than the browser tab (docs/adr/0010).
          storage={sessionStorage}
          // The key is the one header there is to set, and it has its own field.
          isHeadersEditorEnabled={false}
          shouldPersistHeaders={false}
          forcedTheme={theme}
        >
          <GraphiQL.Logo>{null}</GraphiQL.Logo>
        </GraphiQL>
      </main>
    </>
  );
}
