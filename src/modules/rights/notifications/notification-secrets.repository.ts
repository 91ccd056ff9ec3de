import type { EntityManager } from "typeorm";
import { asEraser } from "../../../platform/db/eraser.js";
import { run, sql } from "../../../platform/db/sql.js";
import type { Tx } from "../../../platform/db/transaction.js";
import { isAnyOf, placeKey, type Place } from "./notification-place.js";
import type { SecretRow } from "./notification-row.js";

export async function insertSecrets(tx: Tx, rows: readonly SecretRow[]): Promise<void> {
  await run(
    tx,
    sql`INSERT INTO recipient_notification_secret (request_id, notification_id, sealed)
        SELECT request_id, notification_id, sealed
          FROM unnest(${rows.map((row) => row.requestId)}::uuid[], ${rows.map((row) => row.id)}::uuid[],
                      ${rows.map((row) => row.sealed)}::bytea[]) AS given (request_id, notification_id, sealed)`,
  );
}

/** By place; a closed notification has none. */
export async function findSecrets(
  db: EntityManager,
  placeKeys: readonly string[],
): Promise<Map<string, Buffer>> {
  const rows = await run<SecretRow>(
    db,
    sql`SELECT request_id AS "requestId", notification_id AS id, sealed
          FROM recipient_notification_secret WHERE ${isAnyOf(placeKeys)}`,
  );
  return new Map(rows.map((row) => [placeKey(row), row.sealed]));
}

export async function deleteSecret(tx: Tx, { requestId, id }: Place): Promise<void> {
  await asEraser(tx, () =>
    run(
      tx,
      sql`DELETE FROM recipient_notification_secret WHERE request_id = ${requestId} AND notification_id = ${id}`,
    ),
  );
}
