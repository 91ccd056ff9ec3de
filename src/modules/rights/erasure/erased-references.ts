import type { Keyring } from "../../../platform/keyring.js";
import { seal, unseal } from "../../../platform/sealed-text.js";
import type { SubjectNumber } from "../../subjects/index.js";

/** Keeps an erased user's reference, encrypted, for as long as something may be under way in which it has to be looked for. */
export class ErasedReferences {
  readonly #key: Buffer;

  constructor(keyring: Keyring) {
    this.#key = keyring.derive("erasure-pending/v1");
  }

  seal(number: SubjectNumber, reference: string): Buffer {
    return seal(this.#key, bindingOf(number), reference);
  }

  unseal(number: SubjectNumber, sealed: Buffer): string {
    return unseal(this.#key, bindingOf(number), sealed);
  }
}

function bindingOf(number: SubjectNumber): string {
  return `erasure of subject ${number}`;
}
