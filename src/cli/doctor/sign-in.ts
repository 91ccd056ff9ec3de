import { IssuerKeys, IssuerUnreachable, rolesOfClaims } from "../../modules/access/index.js";
import { systemClock } from "../../platform/clock.js";
import type { Config } from "../../platform/config.js";
import { StartRefused } from "../../platform/start-refused.js";
import { ok, problem, skipped, type Check } from "./check.js";

const NAME = "Sign-in";

/** Whether people could sign in: the settings are right, and the issuer tells its keys. */
export async function checkSignIn({ signIn }: Pick<Config, "signIn">): Promise<Check> {
  if (signIn === null)
    return skipped(NAME, "nobody signs in, only API keys are good: OIDC_ISSUER is not set");
  try {
    rolesOfClaims(signIn);
    const count = await new IssuerKeys(signIn.issuer, systemClock, () => undefined).load();
    if (count > 0) return ok(NAME, `the issuer publishes ${count} key${count === 1 ? "" : "s"}`);
    return problem(NAME, "the issuer publishes no key", "Ask its operator: no token of its can be verified.");
  } catch (error) {
    if (error instanceof StartRefused)
      return problem(NAME, "a setting cannot be used", error.problems.join(" "));
    if (!(error instanceof IssuerUnreachable)) throw error;
    return problem(
      NAME,
      `the issuer's keys cannot be had: ${error.message}`,
      "Check OIDC_ISSUER, letter by letter, and that this machine reaches it.",
    );
  }
}
