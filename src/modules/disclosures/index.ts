export { DisclosuresUsage } from "./data-map-usage.service.js";
export { AmendDisclosureService } from "./amend-disclosure.service.js";
export { DisclosureLoaders } from "./disclosure.loaders.js";
export { DisclosureSubjects } from "./disclosure-subjects.service.js";
export { DisclosureWriter } from "./disclosure-writer.service.js";
export { DisclosuresService } from "./disclosures.service.js";
export { RecordDisclosuresService } from "./record-disclosures.service.js";
export { findDisclosureNode } from "./disclosure-page.js";
