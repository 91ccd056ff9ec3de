import tests from "./jest.config.js";

/** The long ones: minutes of a machine that has nothing else to do. */
export default {
  ...tests,
  testMatch: ["<rootDir>/test/torture/*.test.ts"],
  testPathIgnorePatterns: ["/node_modules/"],
  testTimeout: 900_000,
};
