import { describe, expect, it } from "@jest/globals";
import { parse } from "yaml";
import { z } from "zod";
import { describeDocument } from "../../src/modules/datamap/index.js";
import { readCommitted } from "../support/committed-file.js";

const FILE = "examples/data-map.schema.json";

describe("the JSON Schema of the data map", () => {
  it(`is the one in ${FILE} (npm run emit-schema writes it)`, () => {
    expect(describeDocument().split("\n")).toEqual(readCommitted(FILE).split("\n"));
  });

  it("describes every field at every depth, so that an editor can explain what it completes", () => {
    const silent: string[] = [];
    const look = (schema: unknown, path: string): void => {
      if (typeof schema !== "object" || schema === null) return;
      const { properties, items } = schema as { properties?: Record<string, unknown>; items?: unknown };
      for (const [name, property] of Object.entries(properties ?? {})) {
        const { description } = property as { description?: string };
        if (!description?.endsWith(".")) silent.push(`${path}.${name}`);
        look(property, `${path}.${name}`);
      }
      look(items, `${path}[]`);
    };
    look(JSON.parse(describeDocument()), "");
    expect(silent).toEqual([]);
  });

  it("takes the example, which names it in its first line, and nothing with an unknown field", () => {
    const example = readCommitted("examples/edcrunch.datamap.yaml");
    expect(example.split("\n")[0]).toBe("# yaml-language-server: $schema=./data-map.schema.json");
    const schema = z.fromJSONSchema(JSON.parse(describeDocument()) as z.core.JSONSchema.JSONSchema);
    const document = parse(example, { version: "1.2", schema: "core" }) as { controller: object };
    expect(schema.safeParse(document).error?.issues).toBeUndefined();
    const extended = { ...document, controller: { ...document.controller, nickname: "E" } };
    expect(schema.safeParse(extended).success).toBe(false);
  });
});
