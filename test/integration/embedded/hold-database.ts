/**
 * Run as a program: starts the database of the folder named by its argument and holds it until it is told to end.
 * Writes one line of JSON: the addresses, or the error. On SIGINT it writes a second one: whether the server still answers.
 */
import pg from "pg";
import { startEmbeddedPostgres } from "../../../src/platform/db/embedded/index.js";

const say = (message: object): void => {
  process.stdout.write(`${JSON.stringify(message)}\n`);
};

const [, , dataDir = ""] = process.argv;
try {
  const postgres = await startEmbeddedPostgres({ dataDir });
  process.once("SIGINT", () => {
    void answers(postgres.apiUrl).then((stillUp) => {
      say({ stillUp });
    });
  });
  process.once("SIGTERM", () => void postgres.stop().then(() => process.exit(0)));
  setInterval(() => {}, 60_000);
  say({ ownerUrl: postgres.ownerUrl, apiUrl: postgres.apiUrl });
} catch (error) {
  const { name, message } = error as Error;
  say({ name, message });
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url });
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end();
  }
}
