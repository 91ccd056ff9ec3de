export { BreachImpactService } from "./breach-impact.service.js";
export { serveBreachExports } from "./breach-exports.route.js";
