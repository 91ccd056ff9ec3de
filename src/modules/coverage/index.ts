export { firstIdOf } from "./core/month.js";
export type { CoveragePartitions } from "./coverage-partitions.service.js";
export { CoverageService, type GroupedPart } from "./coverage.service.js";
