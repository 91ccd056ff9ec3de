export { bytesOfEvent, eventOf } from "./core/leaf-event.js";
export { hasOwnId, LEAF_HEADER, leafKind, type LeafForm, type LeafKind } from "./core/leaf-kind.js";
export { eventExpression, leafExpression, leafValue, type LeafSources } from "./leaf-sql.js";
export { leavesOf, type RootOfUsers } from "./leaves-of.js";
export { openWitness, type Cosigning, type Witness } from "./witness-client.js";
