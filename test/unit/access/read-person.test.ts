import { describe, expect, it } from "@jest/globals";
import type { Role } from "../../../src/modules/access/core/permissions.js";
import { readPerson } from "../../../src/modules/access/core/read-person.js";

const roles = new Map<string, Role>([
  ["compliance", "ANALYST"],
  ["audit", "AUDITOR"],
]);
const rolesOf = (claims: object, rolesClaim = "roles") =>
  readPerson({ sub: "s", ...claims }, { rolesClaim, roles, nameClaim: null })?.roles;
const nameOf = (name: unknown) =>
  readPerson({ sub: "s", name }, { rolesClaim: "roles", roles, nameClaim: "name" })?.name;

describe("The claims of a token", () => {
  it.each([
    ["roles", { roles: ["compliance", "other", "compliance", "audit"] }, ["ANALYST", "AUDITOR"]],
    ["scope", { scope: "openid audit" }, ["AUDITOR"]],
    ["https://company.example/roles", { "https://company.example/roles": ["audit"] }, ["AUDITOR"]],
    ["/realm_access/roles", { realm_access: { roles: ["audit"] } }, ["AUDITOR"]],
    ["/a~1b/c~0d", { "a/b": { "c~d": "audit" } }, ["AUDITOR"]],
    ["/groups/0", { groups: ["audit", "compliance"] }, ["AUDITOR"]],
  ])("say at %s what somebody is", (place, claims, expected) => {
    expect(rolesOf(claims, place)).toEqual(expected);
  });

  it.each([
    [{}],
    [{ roles: null }],
    [{ roles: 7 }],
    [{ roles: { compliance: true } }],
    [{ roles: [7, null, ["compliance"], { compliance: 1 }] }],
    [{ roles: "Compliance" }],
    [{ roles: ["ANALYST", "__proto__", "constructor"] }],
  ])("give no role with %j", (claims) => {
    expect(rolesOf(claims)).toEqual([]);
  });

  it.each(["__proto__", "constructor", "/constructor/name", "/__proto__/roles"])(
    "are not looked for in what every object has (%s)",
    (place) => {
      expect(rolesOf({}, place)).toEqual([]);
    },
  );

  it.each([undefined, null, "", 7, ["s"], "x".repeat(256)])("do not say with the sub %j who it is", (sub) => {
    expect(readPerson({ sub }, { rolesClaim: "roles", roles, nameClaim: null })).toBeNull();
  });

  it.each([
    ["Ada Analyst", "Ada Analyst"],
    [" Zoe\u0308 ", "Zo\u00eb"],
    ["", null],
    [7, null],
    [undefined, null],
    ["x".repeat(101), null],
    ["two\nlines", null],
    ["turned \u202e round", null],
    ["marked \u200f round", null],
    ["\u200bhidden", null],
    ["hid\u00adden", null],
    ["\u200d", null],
    ["\u0645\u06cc\u200c\u0631\u0648\u062f", "\u0645\u06cc\u200c\u0631\u0648\u062f"],
    ["\ud800", null],
  ])("give with the name %j the name %j", (name, expected) => {
    expect(nameOf(name)).toBe(expected);
  });
});
