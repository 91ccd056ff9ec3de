export { CoverageService, type SubjectsPage } from "./coverage.service.js";
