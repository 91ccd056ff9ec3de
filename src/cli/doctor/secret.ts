import type { DataSource } from "typeorm";
import { findNewestRotation } from "../../platform/secrets/secret-rotation.repository.js";
import { ok, skipped, type Check } from "./check.js";

const NAME = "Secret in use";

/** How far a change of the secret is; the schema is this program's. */
export async function checkSecretChange({ manager }: DataSource): Promise<Check> {
  const rotation = await findNewestRotation(manager);
  if (rotation === null) return ok(NAME, "it was never changed");
  const { generation, stage, rows, table } = rotation;
  const called = `secret ${generation} of this database`;
  switch (stage) {
    case "WAITING":
      return skipped(
        NAME,
        `${called} is announced; rows stay under the earlier one until every process was started with the new one, and one of them leads`,
      );
    case "WRAPPING":
      return skipped(
        NAME,
        `${rows} rows were brought over to ${called}, at present those of ${table ?? "subject"}`,
      );
    case "SETTLED":
      return ok(NAME, `all rows are under ${called}: earlier ones are needed for older backups alone`);
  }
}
