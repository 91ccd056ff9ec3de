import { register } from "node:module";

/** As `without-access.ts`, and nobody reckons what a caller asks for, or bounds it. */

register("./open-doors.js", import.meta.url, {
  data: [
    "authenticate.js",
    "enforce-permissions.js",
    "limit-callers.js",
    "check-document.js",
    "cost-limit.js",
    "bound-answers.js",
  ],
});

await import("../../src/main.js");
