import type { DataSource } from "typeorm";
import { inTransaction } from "../../../platform/db/transaction.js";
import { badInput, type FieldProblem } from "../../../platform/errors.js";
import type { Caller } from "../../../platform/graphql/context.js";
import { didYouMean } from "../../datamap/index.js";
import { readNote } from "../core/read-decision.js";
import type { IdentityDocument } from "../core/vocabulary.js";
import type { HeldRequest, RequestSteps } from "./request-steps.service.js";
import type { RightsRequestRow } from "./rights-request-row.js";

/** `NoteImpedimentInput`, `LiftImpedimentInput`. */
export interface ImpedimentInput {
  readonly id: string;
  readonly impediment: string;
  readonly note?: string | null;
}

/** What is done about requests before they are decided. */
export class HandleRightsRequest {
  constructor(
    private readonly dataSource: DataSource,
    private readonly steps: RequestSteps,
  ) {}

  /** Records which kind of document was seen. The same one again, by the same key, is a retry, which adds nothing. */
  confirmIdentity(
    { id, document }: { readonly id: string; readonly document: IdentityDocument },
    { keyId }: Caller,
  ): Promise<RightsRequestRow> {
    return inTransaction(this.dataSource, async (tx) => {
      const held = await this.steps.hold(tx, id);
      const last = held.steps.at(-1);
      const isRetry =
        last?.step === "IDENTITY_CONFIRMED" && last.detail.document === document && last.recordedBy === keyId;
      if (isRetry) return held.row;
      const next = { step: "IDENTITY_CONFIRMED" } as const;
      this.steps.refuse(held, next);
      return (await this.steps.take(tx, held, next, { detail: { document }, recordedBy: keyId })).row;
    });
  }

  /** Records that something stands against the right: an impediment that its rule names. */
  noteImpediment(input: ImpedimentInput, caller: Caller): Promise<RightsRequestRow> {
    return this.#record("IMPEDIMENT_NOTED", input, caller);
  }

  /** Records that it stands against the right no more. */
  liftImpediment(input: ImpedimentInput, caller: Caller): Promise<RightsRequestRow> {
    return this.#record("IMPEDIMENT_LIFTED", input, caller);
  }

  #record(
    step: "IMPEDIMENT_NOTED" | "IMPEDIMENT_LIFTED",
    { id, impediment, note }: ImpedimentInput,
    caller: Caller,
  ): Promise<RightsRequestRow> {
    const { texts, problems } = readNote(note);
    return inTransaction(this.dataSource, async (tx) => {
      const held = await this.steps.hold(tx, id);
      const all = [...problemsOfImpediment(held, impediment), ...problems];
      if (all.length > 0) throw badInput(all);
      const next = { step, impediment };
      this.steps.refuse(held, next);
      const recordedBy = caller.keyId;
      const taken = await this.steps.take(tx, held, next, { detail: { impediment }, texts, recordedBy });
      await taken.addTexts();
      return taken.row;
    });
  }
}

function problemsOfImpediment({ terms }: HeldRequest, key: string): FieldProblem[] {
  const known = terms.rule?.impediments ?? [];
  if (known.includes(key)) return [];
  return [
    {
      field: "impediment",
      message: `The rule for requests of this kind names no impediment with this key.${didYouMean(key, known)}`,
    },
  ];
}
