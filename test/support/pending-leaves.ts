import { randomUUID } from "node:crypto";
import type { DataSource } from "typeorm";

/** Leaves that wait for their place, of events that have no rows, with UUIDs in no order; answers their texts. */
export async function insertPending(api: DataSource, count: number, name = "sample"): Promise<string[]> {
  const texts = Array.from({ length: count }, (_, place) => `${name} ${place}`);
  await api.query(
    "INSERT INTO ledger_pending (event, kind, leaf) SELECT event, $3, convert_to(text, 'UTF8') FROM unnest($1::uuid[], $2::text[]) AS u (event, text)",
    [texts.map(() => randomUUID()), texts, name],
  );
  return texts;
}
