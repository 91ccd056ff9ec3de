import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { buildSchema, parse, validate } from "graphql";
import { operations } from "../../src/cli/operations.js";
import { projectRoot } from "../../src/platform/project-root.js";

const schema = buildSchema(await readFile(join(projectRoot, "schema.graphql"), "utf8"));

describe("the requests of the command line", () => {
  it.each(Object.entries(operations))("%s fits the schema", (_, document) => {
    expect(validate(schema, parse(document)).map(({ message }) => message)).toEqual([]);
  });
});
