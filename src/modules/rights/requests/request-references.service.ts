import type { Keyring } from "../../../platform/keyring.js";
import { SealingKeys } from "../../../platform/sealed-text.js";

/** Keeps the reference of whoever asked, encrypted and bound to the request, for as long as the request is undecided. */
export class RequestReferences {
  readonly #keys: SealingKeys;

  constructor(keyring: Keyring) {
    this.#keys = new SealingKeys(keyring, "rights-request-reference/v1");
  }

  /** @param generation that which `generationToWrite` answered */
  seal(generation: number, requestId: string, reference: string): Buffer {
    return this.#keys.seal(generation, bindingOf(requestId), reference);
  }

  unseal(requestId: string, sealed: Buffer): string {
    return this.#keys.unseal(bindingOf(requestId), sealed);
  }

  /** The same under another generation of the secret. */
  reseal(generation: number, requestId: string, sealed: Buffer): Buffer {
    return this.#keys.reseal(generation, bindingOf(requestId), sealed) ?? sealed;
  }
}

function bindingOf(requestId: string): string {
  return `rights request ${requestId}`;
}
