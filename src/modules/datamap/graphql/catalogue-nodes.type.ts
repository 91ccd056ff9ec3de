import type { Node } from "../../../platform/graphql/node.type.js";
import type { CatalogueList } from "../core/catalogue-lists.js";
import type { DataMapSnapshot } from "../data-map-snapshot.js";
import { Agreement } from "./agreement.type.js";
import { findView } from "./catalogue-entry.type.js";
import type { ViewClass } from "./catalogue-entry.type.js";
import { Channel } from "./channel.type.js";
import { DataCategory } from "./data-category.type.js";
import { DataStore } from "./data-store.type.js";
import { Impediment } from "./impediment.type.js";
import { IntakeRule } from "./intake-rule.type.js";
import { Jurisdiction } from "./jurisdiction.type.js";
import { LegalGround } from "./legal-ground.type.js";
import { findPolicyVersion } from "./policy-version.type.js";
import { ProcessingActivity } from "./processing-activity.type.js";
import { ProcessingPurpose } from "./processing-purpose.type.js";
import { Recipient } from "./recipient.type.js";
import { RetentionRule } from "./retention-rule.type.js";
import { RightsRule } from "./rights-rule.type.js";
import { Safeguard } from "./safeguard.type.js";
import { SecurityMeasure } from "./security-measure.type.js";
import { ServiceType } from "./service-type.type.js";
import { SharingRule } from "./sharing-rule.type.js";
import { SubjectKind } from "./subject-kind.type.js";

type Find = (snapshot: DataMapSnapshot, key: string) => Node | null;

const find =
  <List extends CatalogueList, View extends Node>(view: ViewClass<List, View>): Find =>
  (snapshot, key) =>
    findView(view, snapshot, key);

/** How to find an entry by the part of its id behind the colon, for each type that can stand before it. */
const FIND_BY_TYPE: Readonly<Record<string, Find>> = {
  Agreement: find(Agreement),
  Channel: find(Channel),
  DataCategory: find(DataCategory),
  DataStore: find(DataStore),
  Impediment: find(Impediment),
  IntakeRule: find(IntakeRule),
  Jurisdiction: find(Jurisdiction),
  LegalGround: find(LegalGround),
  PolicyVersion: (snapshot, number) => findPolicyVersion(snapshot, Number(number)),
  ProcessingActivity: find(ProcessingActivity),
  ProcessingPurpose: find(ProcessingPurpose),
  Recipient: find(Recipient),
  RetentionRule: find(RetentionRule),
  RightsRule: find(RightsRule),
  Safeguard: find(Safeguard),
  SecurityMeasure: find(SecurityMeasure),
  ServiceType: find(ServiceType),
  SharingRule: find(SharingRule),
  SubjectKind: find(SubjectKind),
};

/** The entry of the data map that an id `<Type>:<key>` names, or null where it names none. For `node(id:)`. */
export function findCatalogueNode(snapshot: DataMapSnapshot, id: string): Node | null {
  const [typeName = "", key] = id.split(":", 2);
  if (key === undefined || !Object.hasOwn(FIND_BY_TYPE, typeName)) return null;
  const found = FIND_BY_TYPE[typeName]?.(snapshot, key);
  // An entry has one id: `PolicyVersion:01` is none.
  return found?.id === id ? found : null;
}
