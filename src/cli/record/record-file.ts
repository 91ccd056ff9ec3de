import { open, rm, type FileHandle } from "node:fs/promises";
import type { RegistryClient } from "../registry-client.js";
import { fileLines } from "./file-lines.js";
import type { LineIds } from "./line-ids.js";
import { readLine, type LineError } from "./read-line.js";
import { sendAmendment, sendDisclosures, type Outcome, type SendableLine } from "./send-lines.js";

export interface RecordSummary {
  readonly recorded: number;
  /** Recorded by an earlier run. */
  readonly alreadyThere: number;
  readonly refused: number;
  /** Where the refused lines are told; null where there are none. */
  readonly errorsFile: string | null;
}

interface Recording {
  readonly file: string;
  readonly client: RegistryClient;
  readonly ids: LineIds;
  /** Told how much of the file is done. */
  readonly onProgress: (bytes: number, lines: number) => void;
}

const BATCH_LINES_MAX = 250;
const BATCH_BYTES_MAX = 4 * 1024 * 1024;

/** Records the lines of a file in their order, each amendment after what it amends. */
export async function recordFile({ file, client, ids, onProgress }: Recording): Promise<RecordSummary> {
  const errors = new ErrorsFile(`${file}.errors.ndjson`);
  const count = { recorded: 0, alreadyThere: 0, refused: 0 };
  let bytesRead = 0;
  const settle = async (outcomes: readonly Outcome[]) => {
    for (const outcome of outcomes) count[typeof outcome === "string" ? outcome : "refused"] += 1;
    await errors.add(outcomes.filter((outcome) => typeof outcome === "object"));
    onProgress(bytesRead, count.recorded + count.alreadyThere + count.refused);
  };
  let batch: SendableLine[] = [];
  let batchBytes = 0;
  const flush = async () => {
    const lines = batch;
    batch = [];
    batchBytes = 0;
    await settle(await sendDisclosures(client, lines));
  };
  await errors.begin();
  try {
    for await (const fileLine of fileLines(file)) {
      const line = readLine(fileLine, ids);
      if (line?.kind === "disclosure") {
        if (batch.length === BATCH_LINES_MAX || batchBytes + line.bytes > BATCH_BYTES_MAX) await flush();
        batch.push(line);
        batchBytes += line.bytes;
      }
      bytesRead += fileLine.bytes.length + 1;
      if (line?.kind === "refused") await settle([line.error]);
      if (line?.kind === "amendment") {
        await flush();
        await settle([await sendAmendment(client, line)]);
      }
    }
    await flush();
  } finally {
    await errors.end();
  }
  return { ...count, errorsFile: count.refused > 0 ? errors.path : null };
}

/** The refused lines of this run, as NDJSON; there is no file where none was refused. */
class ErrorsFile {
  #handle: FileHandle | null = null;

  constructor(readonly path: string) {}

  /** Forgets an earlier run's. */
  async begin(): Promise<void> {
    await rm(this.path, { force: true });
  }

  async add(errors: readonly LineError[]): Promise<void> {
    if (errors.length === 0) return;
    this.#handle ??= await open(this.path, "w");
    await this.#handle.write(errors.map((error) => `${JSON.stringify(error)}\n`).join(""));
  }

  async end(): Promise<void> {
    await this.#handle?.close();
  }
}
