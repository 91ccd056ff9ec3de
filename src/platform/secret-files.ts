import { readFileSync } from "node:fs";

/** The settings that hold a secret, a password in an address included: each may be put into a file instead. */
const SECRET_SETTINGS = [
  "REGISTRY_SECRET",
  "REGISTRY_SECRET_PREVIOUS",
  "ADMIN_API_KEY",
  "DATABASE_URL",
  "DATABASE_OWNER_URL",
  "LEDGER_DATABASE_URL",
] as const;

/** What the command line sends of them. */
const CLIENT_SECRETS = ["REGISTRY_API_KEY"] as const;

const BYTES_MAX = 16_384;

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * What each `<SETTING>_FILE` of the environment names, by its setting, as container platforms mount secrets. Other processes can often see an
 * environment, and programs print it when they fail; a file has an owner.
 *
 * @param problems gets a sentence for each file that cannot be used; never what is in it
 */
export function readSecretFiles(
  env: Environment,
  problems: string[],
  settings: readonly string[] = SECRET_SETTINGS,
): ReadonlyMap<string, string> {
  const read = new Map<string, string>();
  for (const name of settings) {
    const path = env[`${name}_FILE`]?.trim();
    if (!path) continue;
    if (env[name]?.trim()) {
      problems.push(`${name} and ${name}_FILE are both set: set one of them.`);
      continue;
    }
    const content = contentOf(path);
    if (typeof content === "string") read.set(name, content);
    else problems.push(`${name}_FILE: ${path} ${content.problem}`);
  }
  return read;
}

/** As `readSecretFiles`, of what the command line sends. */
export function readClientSecretFiles(env: Environment, problems: string[]): ReadonlyMap<string, string> {
  return readSecretFiles(env, problems, CLIENT_SECRETS);
}

/** An environment to start another program with, which has no need to know the registry's secrets. */
export function withoutSecrets(env: Environment): Environment {
  const secrets = new Set([...SECRET_SETTINGS, ...CLIENT_SECRETS].flatMap((name) => [name, `${name}_FILE`]));
  return Object.fromEntries(Object.entries(env).filter(([name]) => !secrets.has(name)));
}

function contentOf(path: string): string | { readonly problem: string } {
  try {
    const bytes = readFileSync(path);
    if (bytes.length > BYTES_MAX)
      return { problem: `is too large: at most ${BYTES_MAX} bytes are a secret.` };
    const content = bytes.toString("utf8").trim();
    return content === "" ? { problem: "is empty: put the secret into it." } : content;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "unreadable";
    return { problem: `cannot be read (${code}): name a file that the registry's user may read.` };
  }
}
