export type { CoveragePartitions } from "./coverage-partitions.service.js";
export { CoverageService, type SubjectsPage } from "./coverage.service.js";
