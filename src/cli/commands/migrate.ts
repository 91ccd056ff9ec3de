import type { Command } from "commander";
import { grants } from "../../../migrations/grants.js";
import { migrations } from "../../../migrations/index.js";
import { readConfig, StartRefused, type Config } from "../../platform/config.js";
import { startEmbeddedPostgres } from "../../platform/db/embedded/index.js";
import { migrate } from "../../platform/db/migrate.js";
import { answers } from "../command.js";
import type { Surroundings } from "../surroundings.js";
import { Terminal, type OutputOptions } from "../terminal.js";

export function addMigrate(program: Command, surroundings: Surroundings): void {
  const command = program
    .command("migrate")
    .summary("bring the database's schema up to date")
    .description(
      "Brings the database to this program's schema and gives the API's role its grants; repeating it changes nothing. " +
        "Works as DATABASE_OWNER_URL for the role of DATABASE_URL or, where neither is set, on the database kept under DATA_DIR. " +
        "A start does the same where it knows the owner's role.",
    );
  answers(command).action(async (options: OutputOptions) => {
    const terminal = new Terminal(surroundings, options);
    const applied = await bringUpToDate(readConfig(), (message) => terminal.note(message));
    terminal.result({ applied }, () => describe(applied));
  });
}

/** Answers the names of the migrations it applied. */
async function bringUpToDate(config: Config, onProgress: (message: string) => void): Promise<string[]> {
  if (config.databaseUrl !== null) {
    const { databaseUrl, databaseOwnerUrl, allowOwner } = config;
    const ownerUrl = databaseOwnerUrl ?? (allowOwner ? databaseUrl : null);
    if (ownerUrl === null) {
      throw new StartRefused([
        "DATABASE_OWNER_URL is not set: set it to the role that owns the tables, because the API's role may not change the schema.",
      ]);
    }
    return applyAll(ownerUrl, databaseUrl);
  }
  const embedded = await startEmbeddedPostgres({ dataDir: config.dataDir, onProgress });
  try {
    return await applyAll(embedded.ownerUrl, embedded.apiUrl);
  } finally {
    await embedded.stop();
  }
}

async function applyAll(ownerUrl: string, apiUrl: string): Promise<string[]> {
  const apiRole = roleOf(apiUrl) === roleOf(ownerUrl) ? null : roleOf(apiUrl);
  return (await migrate({ ownerUrl, apiRole, migrations, grants })).applied;
}

function roleOf(url: string): string {
  return decodeURIComponent(new URL(url).username);
}

function describe(applied: readonly string[]): string {
  if (applied.length === 0) return "The schema is current: nothing to do.";
  return [`Applied ${applied.length} migrations:`, ...applied.map((name) => `  ${name}`)].join("\n");
}
