export type { CoveragePartitions } from "./coverage-partitions.service.js";
export { CoverageService } from "./coverage.service.js";
