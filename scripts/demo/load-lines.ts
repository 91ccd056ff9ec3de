import { isAmendment, type AmendmentLine, type Line, type TransferLine } from "../transfers/line.js";
import { RequestFailed, type Api } from "./api.js";

export interface LoadResult {
  readonly recorded: number;
  /** Recorded by an earlier run. */
  readonly alreadyThere: number;
  readonly refused: readonly Refusal[];
}

export interface Refusal {
  readonly externalReference: string;
  readonly message: string;
}

/** recordDisclosures takes up to 1,000; a progress bar likes them smaller. */
const BATCH_SIZE = 250;

const RECORD = /* GraphQL */ `
  mutation RecordTransfers($inputs: [RecordDisclosureInput!]!) {
    recordDisclosures(inputs: $inputs) {
      results {
        created
        error {
          message
        }
      }
    }
  }
`;

const AMEND = /* GraphQL */ `
  mutation AmendTransfer($input: AmendDisclosureInput!) {
    amendDisclosure(input: $input) {
      created
    }
  }
`;

type Outcome = "recorded" | "alreadyThere" | Refusal;

/**
 * Records the lines in their order, which is the order of logging: transfers in batches, each amendment after what it amends.
 *
 * @param ids of all lines, by external reference
 * @param onProgress is told how many lines are done
 */
export async function loadLines(
  api: Api,
  lines: readonly Line[],
  ids: ReadonlyMap<string, string>,
  onProgress: (done: number) => void,
): Promise<LoadResult> {
  const outcomes: Outcome[] = [];
  for (const batch of batchesOf(lines)) {
    outcomes.push(...(Array.isArray(batch) ? await record(api, batch, ids) : [await amend(api, batch, ids)]));
    onProgress(outcomes.length);
  }
  return {
    recorded: outcomes.filter((outcome) => outcome === "recorded").length,
    alreadyThere: outcomes.filter((outcome) => outcome === "alreadyThere").length,
    refused: outcomes.filter((outcome) => typeof outcome === "object"),
  };
}

function* batchesOf(lines: readonly Line[]): Generator<TransferLine[] | AmendmentLine> {
  let batch: TransferLine[] = [];
  for (const line of lines) {
    if (!isAmendment(line)) batch.push(line);
    if (batch.length === BATCH_SIZE || (batch.length > 0 && isAmendment(line))) {
      yield batch;
      batch = [];
    }
    if (isAmendment(line)) yield line;
  }
  if (batch.length > 0) yield batch;
}

async function record(
  api: Api,
  batch: readonly TransferLine[],
  ids: ReadonlyMap<string, string>,
): Promise<Outcome[]> {
  const inputs = batch.map((line) => ({ id: ids.get(line.externalReference), ...line }));
  const { recordDisclosures } = await api.ask<{
    readonly recordDisclosures: {
      readonly results: readonly { created: boolean; error: { message: string } | null }[];
    };
  }>(RECORD, { inputs });
  return recordDisclosures.results.map(({ created, error }, index) =>
    error ? refusal(batch[index]!, error.message) : outcomeOf(created),
  );
}

async function amend(api: Api, line: AmendmentLine, ids: ReadonlyMap<string, string>): Promise<Outcome> {
  const { amend, externalReference, ...rest } = line;
  const input = { id: ids.get(externalReference), amends: ids.get(amend), ...rest };
  try {
    const { amendDisclosure } = await api.ask<{ readonly amendDisclosure: { readonly created: boolean } }>(
      AMEND,
      { input },
    );
    return outcomeOf(amendDisclosure.created);
  } catch (error) {
    if (error instanceof RequestFailed) return refusal(line, error.message);
    throw error;
  }
}

function outcomeOf(created: boolean): Outcome {
  return created ? "recorded" : "alreadyThere";
}

function refusal({ externalReference }: Line, message: string): Refusal {
  return { externalReference, message };
}
