import { register } from "node:module";

/** The registry as an operator starts it, but that no key is looked at and no field guarded: what access control costs is the difference. */

register("./open-doors.js", import.meta.url, { data: ["authenticate.js", "enforce-permissions.js"] });

await import("../../src/main.js");
