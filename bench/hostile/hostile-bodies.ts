import { buildSchema } from "graphql";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../../src/platform/project-root.js";
import { HostileDocuments, randomOf } from "../../test/support/hostile-documents.js";

/** Of so many bodies, one is as large or as costly as the limits let it be. */
const COSTLY_EVERY = 10;

/** Bodies of hostile requests, the same for the same seed: documents along the schema's grammar, and now and then one up to the limits. */
export function hostileBodies(count: number, seed: number): string[] {
  const schema = buildSchema(readFileSync(join(projectRoot, "schema.graphql"), "utf8"));
  const documents = new HostileDocuments(schema, randomOf(seed));
  return Array.from({ length: count }, (_, index) =>
    index % COSTLY_EVERY === 0
      ? COSTLY[(index / COSTLY_EVERY) % COSTLY.length]!(`s${seed}i${index}`)
      : JSON.stringify({ query: documents.next() }),
  );
}

const repeat = (times: number, each: (index: number) => string) =>
  Array.from({ length: times }, (_, index) => each(index)).join(" ");

/** Each made unlike any sent before by a mark, so that none is remembered. */
const COSTLY: readonly ((mark: string) => string)[] = [
  // As many fields as there may be, which validation compares with each other through fragments.
  (mark) =>
    JSON.stringify({
      query: `query ${mark} { ${repeat(20, (i) => `disclosures(first: ${i + 1}) { nodes { ...F } }`)} } fragment F on Disclosure { ${repeat(40, (i) => (i % 2 === 0 ? "recipient { name key }" : "purpose { name key }"))} }`,
    }),
  // As many names as there may be, none of which the schema has.
  (mark) => JSON.stringify({ query: `query ${mark} { viewer { ${repeat(4_900, (i) => `n${i}`)} } }` }),
  // A page as large as there may be, of all that leads on.
  (mark) =>
    JSON.stringify({
      query: `query ${mark} { disclosures(first: 100) { totalCount nodes { id recipient { name disclosures(first: 5) { nodes { id purpose { name } } } } } } }`,
    }),
  // Variables larger than anybody may send without a key.
  (mark) => JSON.stringify({ query: "{ viewer { name } }", variables: { [mark]: "x".repeat(300_000) } }),
  // As many fragments as there may be, each leading to the next.
  (mark) =>
    JSON.stringify({
      query: `query ${mark} { ...F0 } ${repeat(50, (i) => `fragment F${i} on Query { a: viewer { name } ...F${i + 1} }`)}`,
    }),
];
