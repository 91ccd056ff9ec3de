export { firstIdOf } from "./core/month.js";
export type { CoveragePartitions } from "./coverage-partitions.service.js";
export { CoverageService } from "./coverage.service.js";
