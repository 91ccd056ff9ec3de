import type { Keyring } from "../../../platform/keyring.js";
import { SealingKeys } from "../../../platform/sealed-text.js";
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
  readonly #keys: SealingKeys;

  constructor(keyring: Keyring) {
    this.#keys = new SealingKeys(keyring, "erasure-pending/v2");
  }

  /** @param generation that which `generationToWrite` answered */
  seal(generation: number, number: SubjectNumber, { reference, requestId }: ErasureUnderWay): Buffer {
    return this.#keys.seal(generation, bindingOf(number), JSON.stringify({ reference, requestId }));
  }

  /** The same under another generation of the secret. */
  reseal(generation: number, number: SubjectNumber, sealed: Buffer): Buffer {
    return this.#keys.reseal(generation, bindingOf(number), sealed) ?? sealed;
  }

  unseal(number: SubjectNumber, sealed: Buffer): ErasureUnderWay {
    return JSON.parse(this.#keys.unseal(bindingOf(number), sealed)) as ErasureUnderWay;
  }
}

function bindingOf(number: SubjectNumber): string {
  return `erasure of subject ${number}`;
}
