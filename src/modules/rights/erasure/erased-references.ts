import type { Keyring } from "../../../platform/keyring.js";
import { seal, unseal } from "../../../platform/sealed-text.js";
import type { SubjectNumber } from "../../subjects/index.js";

/** What is needed to see an erasure through. */
export interface ErasureUnderWay {
  /** The user's, which may have to be looked for. */
  readonly reference: string;
  /** The rights request that asked for it; recipients may have to be told of it. */
  readonly requestId: string;
}

/** Keeps whom an erasure concerns, encrypted, for as long as something may be under way that it has missed. */
export class ErasedReferences {
  readonly #key: Buffer;

  constructor(keyring: Keyring) {
    this.#key = keyring.derive("erasure-pending/v2");
  }

  seal(number: SubjectNumber, { reference, requestId }: ErasureUnderWay): Buffer {
    return seal(this.#key, bindingOf(number), JSON.stringify({ reference, requestId }));
  }

  unseal(number: SubjectNumber, sealed: Buffer): ErasureUnderWay {
    return JSON.parse(unseal(this.#key, bindingOf(number), sealed)) as ErasureUnderWay;
  }
}

function bindingOf(number: SubjectNumber): string {
  return `erasure of subject ${number}`;
}
