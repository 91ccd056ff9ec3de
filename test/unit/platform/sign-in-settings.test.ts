import { describe, expect, it } from "@jest/globals";
import { rolesOfClaims } from "../../../src/modules/access/people/roles-of-claims.js";
import { readSignInSettings } from "../../../src/platform/sign-in-settings.js";
import { StartRefused } from "../../../src/platform/start-refused.js";

const ENOUGH = {
  OIDC_ISSUER: "https://sign-in.example/realm/",
  OIDC_AUDIENCE: "registry",
  OIDC_ROLES: '{"compliance":"ANALYST"}',
};

function read(settings: Readonly<Record<string, string | undefined>>) {
  const problems: string[] = [];
  const signIn = readSignInSettings((name) => settings[name] ?? null, problems);
  return { signIn, problems };
}

describe("The settings of the sign-in", () => {
  it("may be left out", () => {
    expect(read({})).toEqual({ signIn: null, problems: [] });
  });

  it("need an issuer, an audience and roles", () => {
    expect(read(ENOUGH)).toEqual({
      signIn: {
        issuer: "https://sign-in.example/realm/",
        audience: "registry",
        algorithms: ["RS256", "PS256", "ES256", "EdDSA"],
        tokenType: "at+jwt",
        rolesClaim: "roles",
        roles: new Map([["compliance", "ANALYST"]]),
        nameClaim: null,
        strengths: null,
        clockToleranceSeconds: 30,
      },
      problems: [],
    });
  });

  it.each([
    ["OIDC_ISSUER", "http://sign-in.example"],
    ["OIDC_ISSUER", "https://sign-in.example/?realm=1"],
    ["OIDC_ISSUER", "https://user:password@sign-in.example"],
    ["OIDC_ISSUER", "sign-in.example"],
    ["OIDC_AUDIENCE", undefined],
    ["OIDC_ALGORITHMS", "RS256,HS256"],
    ["OIDC_ALGORITHMS", "none"],
    ["OIDC_ALGORITHMS", "RS256,,ES256"],
    ["OIDC_TOKEN_TYPE", "id+jwt"],
    ["OIDC_ROLES", undefined],
    ["OIDC_ROLES", "compliance=ANALYST"],
    ["OIDC_ROLES", "{}"],
    ["OIDC_ROLES", "null"],
    ["OIDC_ROLES", '["ANALYST"]'],
    ["OIDC_ROLES", '{"compliance":["ANALYST"]}'],
    ["OIDC_ACR", "phr,"],
    ["OIDC_CLOCK_TOLERANCE", "-1"],
    ["OIDC_CLOCK_TOLERANCE", "301"],
    ["OIDC_CLOCK_TOLERANCE", "a minute"],
  ])("may not give %s the value %j", (name, value) => {
    expect(read({ ...ENOUGH, [name]: value }).problems).toEqual([
      expect.stringMatching(new RegExp(`^${name} (must|lists|is required)`)),
    ]);
  });

  it("are refused without an issuer, and name what is set", () => {
    const { problems } = read({ ...ENOUGH, OIDC_ISSUER: undefined });
    expect(problems).toEqual([expect.stringMatching(/^OIDC_AUDIENCE, OIDC_ROLES without OIDC_ISSUER/)]);
  });

  it.each(["OWNER", "INTEGRATION", "analyst", "", "__proto__"])("give nobody the role %j", (role) => {
    const roles = new Map([["a", "ADMIN"]]).set("b", role);
    expect(() => rolesOfClaims({ roles })).toThrow(StartRefused);
  });
});
