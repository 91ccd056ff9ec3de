/**
 * Ends the output with one line that a program can read: `Tests: 123 passed, 0 failed`, with `, 2 skipped` when there are any.
 *
 * Jest's own summary comes after every reporter has been told the result, and the global teardown may print too, so the line is
 * written when the process ends. A test file that could not run counts as one failure.
 */
export default class ClosingLineReporter {
  onRunComplete(_testContexts, results) {
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    const skipped = results.numPendingTests + results.numTodoTests;
    const line = `Tests: ${results.numPassedTests} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
    process.once("exit", () => process.stdout.write(`${line}\n`));
  }
}
