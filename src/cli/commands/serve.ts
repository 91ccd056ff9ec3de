import type { Command } from "commander";
import type { Surroundings } from "../surroundings.js";

export function addServe(program: Command, { server }: Surroundings): void {
  program
    .command("serve")
    .summary("start the registry and serve until stopped")
    .description(
      "Starts the registry, as `npm start` does, and serves until it gets SIGINT (Ctrl-C) or SIGTERM. " +
        "Settings come from the environment: PORT, HOST, DATABASE_URL, DATA_DIR and others; see docs/configuration.md. " +
        "Standard output says where it answers; logs go to standard error, one JSON object a line.",
    )
    .option("--json", "say it in JSON, an object a line as things happen, for programs")
    .action(async ({ json = false }: { readonly json?: boolean }) => {
      await server.serve({ json });
    });
}
