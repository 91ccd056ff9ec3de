import { TestEnvironment } from "jest-environment-node";

/** Node's environment, which lends `define-tests-of.ts` what the test runner knows of the tests so far. */
export default class GroupEnvironment extends TestEnvironment {
  handleTestEvent({ name }, state) {
    if (name === "setup") this.global.testRunnerState = state;
  }
}
