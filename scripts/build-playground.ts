import { join } from "node:path";
import { projectRoot } from "../src/platform/project-root.js";
import { bundlePlayground } from "./bundle-playground.js";

/** Builds the playground to where the server looks for it. */
await bundlePlayground(join(projectRoot, "dist/web/playground"));
