import type { Keyring } from "../../../platform/keyring.js";
import { seal, unseal } from "../../../platform/sealed-text.js";

/** Keeps the reference of whoever asked, encrypted and bound to the request, for as long as the request is undecided. */
export class RequestReferences {
  readonly #key: Buffer;

  constructor(keyring: Keyring) {
    this.#key = keyring.derive("rights-request-reference/v1");
  }

  seal(requestId: string, reference: string): Buffer {
    return seal(this.#key, bindingOf(requestId), reference);
  }

  unseal(requestId: string, sealed: Buffer): string {
    return unseal(this.#key, bindingOf(requestId), sealed);
  }
}

function bindingOf(requestId: string): string {
  return `rights request ${requestId}`;
}
