import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const GROUPS = join(root, "dist", "test-groups");
/** Folders of files that share nothing but the program. The others watch processes, their memory or a library's registries. */
const GROUPED = ["api", "integration", "plans", "unit"];
/** Few enough bytes that no core waits long for the one that has the last group. */
const GROUP_BYTES_MAX = 60_000;

/**
 * What jest is told where it runs many test files as one (docs/adr/0030): each by itself would import the whole program again, and run it
 * before any of it is compiled.
 */
export function groupTests() {
  writeGroups();
  return {
    roots: ["<rootDir>/test", "<rootDir>/dist/test-groups"],
    testPathIgnorePatterns: GROUPED.map((folder) => `<rootDir>/test/${folder}/`),
  };
}

/** Other runs may read the same files: they are written where they differ only. */
function writeGroups() {
  const groups = new Map(GROUPED.flatMap(groupsOf));
  mkdirSync(GROUPS, { recursive: true });
  for (const name of readdirSync(GROUPS)) if (!groups.has(name)) rmSync(join(GROUPS, name), { force: true });
  for (const [name, files] of groups) {
    const path = join(GROUPS, name);
    const text = `import { defineTestsOf } from "../../test/support/define-tests-of.js";

await defineTestsOf(${JSON.stringify(files, null, 2)});
`;
    if (!existsSync(path) || readFileSync(path, "utf8") !== text) writeFileSync(path, text);
  }
}

/** Neighbours by name, which are mostly of one subject, share a group. */
function groupsOf(folder) {
  const groups = [];
  let bytes = Infinity;
  for (const file of testFilesIn(folder)) {
    const { size } = statSync(join(root, "test", file));
    if (bytes + size > GROUP_BYTES_MAX) {
      groups.push([]);
      bytes = 0;
    }
    groups.at(-1).push(file);
    bytes += size;
  }
  return groups.map((files, number) => [`${folder}-${number + 1}.test.ts`, files]);
}

function testFilesIn(folder) {
  return readdirSync(join(root, "test", folder), { recursive: true })
    .filter((name) => name.endsWith(".test.ts"))
    .map((name) => `${folder}/${name.replaceAll("\\", "/")}`)
    .sort();
}
