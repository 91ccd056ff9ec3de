import type { InitializeHook, ResolveHook } from "node:module";
import { basename } from "node:path";

/** Hooks for `module.register`: modules of the registry are replaced by those of the same name in `open/`. */

let open: ReadonlySet<string> = new Set();

/** @param names file names of the modules to replace */
export const initialize: InitializeHook<readonly string[]> = (names) => {
  open = new Set(names);
};

export const resolve: ResolveHook = async (specifier, context, next) => {
  const resolved = await next(specifier, context);
  const name = basename(resolved.url);
  const isReplaced = resolved.url.includes("/dist/src/") && open.has(name);
  // What stands in goes on from the module that it stands in for.
  if (!isReplaced || context.parentURL?.includes("/bench/access/open/")) return resolved;
  return { ...resolved, url: new URL(`open/${name}`, import.meta.url).href };
};
