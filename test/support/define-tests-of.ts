import { describe } from "@jest/globals";
import { join } from "node:path";
import { projectRoot } from "../../src/platform/project-root.js";

interface Block {
  readonly children: readonly Block[];
}

/** What jest knows of the tests so far; `group-environment.js` lends it. */
declare const testRunnerState: {
  /** Where a test goes that is defined now. */
  currentDescribeBlock: Block;
};

/**
 * Imports test files, each in a `describe` named after it, so that its hooks are its own: its server starts before its first test and
 * ends after its last.
 *
 * `describe` waits for nobody, and an import takes a while; so the block is made empty and opened again for as long as that takes.
 *
 * @param files below `test/`
 */
export async function defineTestsOf(files: readonly string[]): Promise<void> {
  for (const file of files) {
    const outside = testRunnerState.currentDescribeBlock;
    describe(file, () => {
      // Filled below.
    });
    testRunnerState.currentDescribeBlock = outside.children.at(-1)!;
    await import(join(projectRoot, "test", file));
    testRunnerState.currentDescribeBlock = outside;
  }
}
