import { text } from "node:stream/consumers";
import pg from "pg";
import { to as copyTo } from "pg-copy-streams";

/** Every table of a database as PostgreSQL's COPY writes it out, by the table's name; bytes are in hexadecimal. */
export async function copiedOut(ownerUrl: string): Promise<Map<string, string>> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string }>(
      `SELECT oid::regclass::text AS name FROM pg_class
        WHERE relkind IN ('r', 'p') AND NOT relispartition
          AND relnamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
        ORDER BY 1`,
    );
    const tables = new Map<string, string>();
    for (const { name } of rows) {
      tables.set(name, await text(client.query(copyTo(`COPY (SELECT * FROM ${name}) TO STDOUT`))));
    }
    return tables;
  } finally {
    await client.end();
  }
}

/** The ways in which a text can be written down without being changed: as it is, in hexadecimal, in base64. */
function writingsOf(canary: string): string[] {
  const bytes = Buffer.from(canary, "utf8");
  return [
    canary,
    bytes.toString("hex"),
    bytes.toString("base64").replaceAll("=", ""),
    bytes.toString("base64url"),
  ];
}

/** Where any of the canaries is found, sorted; capitals do not matter. */
export function tracesIn(places: ReadonlyMap<string, string>, canaries: readonly string[]): string[] {
  const wanted = canaries.flatMap(writingsOf).map((each) => each.toLowerCase());
  return [...places]
    .filter(([, content]) => {
      const folded = content.toLowerCase();
      return wanted.some((each) => folded.includes(each));
    })
    .map(([place]) => place)
    .sort();
}
