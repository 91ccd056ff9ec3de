import { type Command, Option } from "commander";
import { ROLES } from "../../modules/access/core/permissions.js";
import { systemClock } from "../../platform/clock.js";
import { choice, moment, runWithRegistry, talksToRegistry } from "../command.js";
import type { ConnectionOptions } from "../connect.js";
import { operations } from "../operations.js";
import type { RegistryClient } from "../registry-client.js";
import type { Surroundings } from "../surroundings.js";
import { renderRows, type Column } from "../table.js";
import type { OutputOptions, Terminal } from "../terminal.js";

type Options = ConnectionOptions & OutputOptions;

interface ApiKey {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  readonly recipients: readonly string[];
  readonly purposes: readonly string[];
  readonly allowedAddresses: readonly string[];
  readonly createdAt: string;
  readonly createdBy: string | null;
  readonly expiresAt: string | null;
  readonly revokedAt: string | null;
  readonly previousSecretEndsAt: string | null;
}

/** A key with the secret it was just given. */
interface KeyWithSecret {
  readonly secret: string;
  readonly apiKey: ApiKey;
}

interface Page {
  readonly apiKeys: {
    readonly nodes: readonly ApiKey[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  };
}

const COLUMNS: readonly Column[] = [
  { title: "Name" },
  { title: "Role" },
  { title: "Id" },
  { title: "Made" },
  { title: "State" },
];

export function addKeys(program: Command, surroundings: Surroundings): void {
  const keys = program
    .command("keys")
    .summary("make, list, rotate and end API keys")
    .helpCommand(false)
    .description(
      "Makes, lists, rotates and ends API keys. Needs the permission MANAGE_API_KEYS, which administrators have.",
    );
  addCreate(keys, surroundings);
  addList(keys, surroundings);
  addRotate(keys, surroundings);
  addRevoke(keys, surroundings);
}

type CreateOptions = Options & {
  readonly name: string;
  readonly role: string;
  readonly recipient?: readonly string[];
  readonly purpose?: readonly string[];
  readonly address?: readonly string[];
  readonly expiresAt?: string;
};

function addCreate(keys: Command, surroundings: Surroundings): void {
  const command = keys
    .command("create")
    .summary("make a key")
    .description(
      "Makes a key and shows it, this once: the registry does not keep it. The key alone goes to standard output.",
    )
    .requiredOption("--name <name>", "what the key is for: the partner's or the person's name")
    .addOption(choice("--role <role>", "what the key may do", ROLES).makeOptionMandatory())
    .option("--recipient <keys...>", "to which recipients it is bound; only for INTEGRATION and REPORTER")
    .option("--purpose <keys...>", "to which purposes it is bound; only for INTEGRATION and REPORTER")
    .option("--address <ranges...>", "from which addresses and networks it works; left out, from any")
    .option("--expires-at <moment>", "when the key stops working by itself; left out, it does not", moment);
  talksToRegistry(command).action((input: CreateOptions) =>
    runWithRegistry(surroundings, input, async (client, terminal) => {
      const { name, role, recipient: recipients, purpose: purposes, address, expiresAt } = input;
      const { createApiKey } = await client.ask<{ readonly createApiKey: KeyWithSecret }>(
        operations.createApiKey,
        { input: { name, role, recipients, purposes, allowedAddresses: address, expiresAt } },
      );
      showSecret(terminal, createApiKey, `Made ${createApiKey.apiKey.id} (${name}, ${role}).`);
    }),
  );
}

function addList(keys: Command, surroundings: Surroundings): void {
  const command = keys
    .command("list")
    .summary("list the keys")
    .description("Lists the keys that work, newest first. Secrets are stored nowhere, so none is shown.")
    .option("--all", "also those that were revoked or have expired");
  talksToRegistry(command).action((options: Options & { readonly all?: boolean }) =>
    runWithRegistry(surroundings, options, async (client, terminal) => {
      const now = systemClock.now().toISOString();
      const all = await allKeys(client);
      const shown = options.all ? all : all.filter((key) => stateOf(key, now) === "works");
      terminal.result({ apiKeys: shown }, () =>
        renderRows(
          COLUMNS,
          shown.map((key) => rowOf(key, now)),
          terminal,
        ),
      );
    }),
  );
}

type RotateOptions = Options & { readonly grace?: string; readonly now?: boolean };

function addRotate(keys: Command, surroundings: Surroundings): void {
  const command = keys
    .command("rotate")
    .summary("give a key a new secret")
    .description(
      "Gives a key a new secret and shows it, this once; the key stays the same one, with its id, name, role and history. " +
        "The earlier secret works for another day, or as long as --grace says, so that its holders can change over. " +
        "The key with its new secret alone goes to standard output.",
    )
    .argument("<id>", "the key's id, as `registry keys list` shows it")
    .option(
      "--grace <period>",
      "how long the earlier secret works on, at most 30 days: P7D, PT12H (ISO 8601)",
    )
    .addOption(
      new Option("--now", "end every earlier secret at once, because others have seen it").conflicts("grace"),
    );
  talksToRegistry(command).action((id: string, options: RotateOptions) =>
    runWithRegistry(surroundings, options, async (client, terminal) => {
      const gracePeriod = options.now ? "PT0S" : options.grace;
      const { rotateApiKey } = await client.ask<{ readonly rotateApiKey: KeyWithSecret }>(
        operations.rotateApiKey,
        { input: { id, gracePeriod } },
      );
      const { name, previousSecretEndsAt } = rotateApiKey.apiKey;
      const end = options.now ? "has ended" : `works until ${previousSecretEndsAt}`;
      showSecret(terminal, rotateApiKey, `Rotated ${id} (${name}). Its earlier secret ${end}.`);
    }),
  );
}

function addRevoke(keys: Command, surroundings: Surroundings): void {
  const command = keys
    .command("revoke")
    .summary("end a key for good")
    .description(
      "Ends a key for good, everywhere within five seconds. What it recorded stays, under its name.",
    )
    .argument("<id>", "the key's id, as `registry keys list` shows it");
  talksToRegistry(command).action((id: string, options: Options) =>
    runWithRegistry(surroundings, options, async (client, terminal) => {
      const { apiKey } = await revoke(client, id);
      terminal.result({ apiKey }, () => `Revoked ${apiKey.id} (${apiKey.name}).`);
    }),
  );
}

async function allKeys(client: RegistryClient): Promise<ApiKey[]> {
  const keys: ApiKey[] = [];
  for (let after: string | null = null; ;) {
    const { apiKeys }: Page = await client.ask<Page>(operations.listApiKeys, { after });
    keys.push(...apiKeys.nodes);
    if (!apiKeys.pageInfo.hasNextPage) return keys;
    after = apiKeys.pageInfo.endCursor;
  }
}

async function revoke(client: RegistryClient, id: string): Promise<{ readonly apiKey: ApiKey }> {
  const { revokeApiKey } = await client.ask<{ readonly revokeApiKey: { readonly apiKey: ApiKey } }>(
    operations.revokeApiKey,
    { input: { id } },
  );
  return revokeApiKey;
}

/** The secret alone goes to standard output, for a script to keep. */
function showSecret(terminal: Terminal, answer: KeyWithSecret, note: string): void {
  terminal.result(answer, () => answer.secret);
  if (!terminal.json) terminal.note(`${note} The key is shown this once: keep it.`);
}

/** The registry writes moments in UTC, so that their texts order as they do. */
function stateOf({ revokedAt, expiresAt }: ApiKey, now: string): "works" | "revoked" | "expired" {
  if (revokedAt !== null) return "revoked";
  return expiresAt !== null && expiresAt <= now ? "expired" : "works";
}

function rowOf(key: ApiKey, now: string): string[] {
  return [key.name, key.role, key.id, dayOf(key.createdAt), describeState(key, now)];
}

function describeState(key: ApiKey, now: string): string {
  const state = stateOf(key, now);
  if (state === "revoked") return `revoked ${dayOf(key.revokedAt!)}`;
  if (state === "expired") return `expired ${dayOf(key.expiresAt!)}`;
  const works = key.expiresAt === null ? "works" : `works until ${dayOf(key.expiresAt)}`;
  const { previousSecretEndsAt: end } = key;
  return end === null || end <= now ? works : `${works}, its earlier secret until ${dayOf(end)}`;
}

function dayOf(moment: string): string {
  return moment.slice(0, 10);
}
