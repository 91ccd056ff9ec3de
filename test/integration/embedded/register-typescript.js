import { register } from "node:module";

// For `node --import`: lets a program of TypeScript run by itself, compiled as the tests are.
register("../../support/typescript-hooks.js", import.meta.url);
