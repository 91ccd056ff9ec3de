import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { transform } from "@swc/core";
import jestConfig from "../../jest.config.js";

/**
 * Hooks for Node's own module loader: jest loads its global setup outside its module system, where an import of `x.js` would not
 * find `x.ts`. They compile as the tests are compiled.
 */
const [, swcOptions] = Object.values(jestConfig.transform)[0];

export function resolve(specifier, context, next) {
  if (specifier.startsWith(".") && specifier.endsWith(".js") && context.parentURL?.endsWith(".ts")) {
    const source = new URL(specifier.replace(/\.js$/, ".ts"), context.parentURL);
    if (existsSync(source)) return next(source.href, context);
  }
  return next(specifier, context);
}

export async function load(url, context, next) {
  if (!url.endsWith(".ts")) return next(url, context);
  const filename = fileURLToPath(url);
  const { code } = await transform(await readFile(filename, "utf8"), {
    ...swcOptions,
    filename,
    sourceMaps: "inline",
  });
  return { format: "module", source: code, shortCircuit: true };
}
