import type { DataSource } from "typeorm";
import { asEraser } from "../db/eraser.js";
import { isLockNotAvailable } from "../db/pg-errors.js";
import { inTransaction } from "../db/transaction.js";
import type { Logger } from "../observability/logger.js";
import type { RowsUnderSecret } from "./rows-under-secret.js";
import { eraOf, type SecretEra } from "./secret-era.js";
import { markOf } from "./session-mark.js";
import { beginWrapping, findStage, lockReached, saveReached, settle } from "./secret-rotation.repository.js";

/** Some tens of milliseconds' worth: whoever erases one of them at the same moment waits no longer. */
const ROWS_AT_ONCE = 5_000;

/**
 * Changes the secret under which a registry's rows are, while it goes on: waits until no process is left that knows the earlier secret alone,
 * has everybody write under the newer one, and brings over what was written before, some thousand rows at a time, each portion in a
 * transaction with how far it came. The work of the leader; right also where two do it, and taken up where it was left off.
 */
export class SecretRotation {
  #waitsFor = 0;

  constructor(
    private readonly dataSource: DataSource,
    private readonly held: readonly RowsUnderSecret[],
    private readonly logger: Logger,
    private readonly rowsAtOnce = ROWS_AT_ONCE,
  ) {}

  /** Does what there is to do; in a registry whose secret is not being changed, nothing. */
  async run(until?: AbortSignal): Promise<void> {
    const { manager } = this.dataSource;
    const era = eraOf(manager);
    if (era === undefined || era.isSettled) return;
    const stage = await findStage(manager, era.generation);
    era.learn(stage);
    if (stage === "SETTLED") return;
    if (stage === "WAITING" && !(await this.#begin(era))) return;
    while (until?.aborted !== true) {
      if (await this.#portion(era)) continue;
      era.learn("SETTLED");
      this.logger.info({ generation: era.generation }, "secret rotation: all rows are under the new secret");
      return;
    }
  }

  async #begin({ keyring, generation }: SecretEra): Promise<boolean> {
    try {
      const others = await inTransaction(this.dataSource, (tx) =>
        beginWrapping(tx, generation, markOf(keyring)),
      );
      if (others > 0 && others !== this.#waitsFor) {
        this.logger.warn(
          { connections: others },
          "secret rotation: waits for processes with the earlier secret",
        );
      }
      this.#waitsFor = others;
      if (others > 0) return false;
    } catch (error) {
      if (isLockNotAvailable(error)) return false;
      throw error;
    }
    this.logger.info({ generation }, "secret rotation: brings rows over to the new secret");
    return true;
  }

  /** False where nothing is left. */
  #portion({ generation }: SecretEra): Promise<boolean> {
    return inTransaction(this.dataSource, async (tx) => {
      const reached = await lockReached(tx, generation);
      if (reached === null) return false;
      const at = Math.max(
        this.held.findIndex(({ table }) => table === reached.table),
        0,
      );
      const portion = { generation, after: reached.key, limit: this.rowsAtOnce };
      const brought = await asEraser(tx, () => this.held[at]!.bringOver(tx, portion));
      const rows = reached.rows + brought.rows;
      const isLastTable = at + 1 === this.held.length;
      if (brought.reached !== null) {
        await saveReached(tx, generation, { table: this.held[at]!.table, key: brought.reached, rows });
      } else {
        const table = isLastTable ? null : this.held[at + 1]!.table;
        await saveReached(tx, generation, { table, key: null, rows });
        if (isLastTable) await settle(tx, generation);
      }
      return true;
    });
  }
}
