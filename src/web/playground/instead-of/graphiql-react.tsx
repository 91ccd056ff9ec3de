import { Tab as GraphiQLTab } from "@graphiql/react";
import type { ComponentProps } from "react";
import { tabsAt, titleOf } from "../tabs.js";

/**
 * GraphiQL's parts as GraphiQL sees them, with one changed: it names a tab by its operation, for which GraphQL allows no spaces, and
 * has no setting for another name. The build puts this in place of `@graphiql/react` for GraphiQL alone.
 */
export * from "@graphiql/react";

const tabs = tabsAt(new Date());

function TabButton({ children, title = "", ...rest }: ComponentProps<typeof GraphiQLTab.Button>) {
  return (
    <GraphiQLTab.Button {...rest} title={titleOf(title, tabs)}>
      {typeof children === "string" ? titleOf(children, tabs) : children}
    </GraphiQLTab.Button>
  );
}

function TabItem(props: ComponentProps<typeof GraphiQLTab>) {
  return <GraphiQLTab {...props} />;
}

export const Tab = Object.assign(TabItem, { Button: TabButton, Close: GraphiQLTab.Close });
