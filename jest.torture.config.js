import { tmpdir } from "node:os";
import tests from "./jest.config.js";

// It is to reach a disk, and may be more than there is memory.
process.env.TMPDIR ??= tmpdir();

/** The long ones: minutes of a machine that has nothing else to do. */
export default {
  ...tests,
  testMatch: ["<rootDir>/test/torture/*.test.ts"],
  testPathIgnorePatterns: ["/node_modules/"],
  testTimeout: 900_000,
};
