import { createRoot } from "react-dom/client";
import "graphiql/style.css";
import "./playground.css";
import { takeKeyFromAddress } from "./api-key.js";
import { prepareFirstVisit } from "./first-visit.js";
import { Playground } from "./playground.js";
import { tabsAt } from "./tabs.js";

/** The playground's page. */

takeKeyFromAddress();
const tabs = tabsAt(new Date());
prepareFirstVisit(sessionStorage, tabs);
createRoot(document.getElementById("playground")!).render(<Playground tabs={tabs} />);
