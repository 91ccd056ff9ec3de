import { groupTests } from "./test/support/test-groups.js";

/** Tests run as ES modules (`--experimental-vm-modules`, see the `test` script) compiled by SWC with the compiler's own options. */
const config = {
  testEnvironment: "<rootDir>/test/support/group-environment.js",
  roots: ["<rootDir>/test"],
  testMatch: ["**/*.test.ts"],
  testPathIgnorePatterns: ["/node_modules/", "<rootDir>/test/torture/"],
  extensionsToTreatAsEsm: [".ts"],
  moduleNameMapper: { "^(\\.{1,2}/.*)\\.js$": "$1" },
  transform: {
    "^.+\\.ts$": [
      "@swc/jest",
      {
        jsc: {
          target: "es2022",
          parser: { syntax: "typescript", decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
        },
        module: { type: "es6" },
      },
    ],
  },
  setupFiles: ["reflect-metadata"],
  globalSetup: "<rootDir>/test/support/global-setup.ts",
  globalTeardown: "<rootDir>/test/support/global-teardown.ts",
  testTimeout: 30_000,
  // One file a core: many wait for processes and for PostgreSQL more than they compute.
  maxWorkers: "100%",
  // The modules of every file a process has run stay in its memory; once that nears Node's limit, files take ten times as long.
  workerIdleMemoryLimit: "1GB",
  reporters: ["default", "<rootDir>/test/support/closing-line-reporter.js"],
};

/** A run of all tests takes files in groups; one that names files takes each by itself. */
const namesFiles = process.argv.slice(2).some((word) => !word.startsWith("-"));

export default namesFiles ? config : inGroups(config);

function inGroups({ testPathIgnorePatterns, ...others }) {
  const { roots, testPathIgnorePatterns: grouped } = groupTests();
  return { ...others, roots, testPathIgnorePatterns: [...testPathIgnorePatterns, ...grouped] };
}
