import { register } from "node:module";

let registered = false;

export function importTypeScript(path) {
  if (!registered) register("./typescript-hooks.js", import.meta.url);
  registered = true;
  return import(new URL(path, import.meta.url).href);
}
