import type { Command } from "commander";
import { readConfig } from "../../platform/config.js";
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
    // Loading the database's libraries takes as long as everything else together.
    const { migrateDatabase } = await import("../migrate-database.js");
    const applied = await migrateDatabase(readConfig(), (message) => terminal.note(message));
    terminal.result({ applied }, () => describe(applied));
  });
}

function describe(applied: readonly string[]): string {
  if (applied.length === 0) return "The schema is current: nothing to do.";
  return [`Applied ${applied.length} migrations:`, ...applied.map((name) => `  ${name}`)].join("\n");
}
