import type { Keyring } from "../../../platform/keyring.js";
import { SealingKeys } from "../../../platform/sealed-text.js";

/** Whom a notification is about. */
export interface Secret {
  /** The platform's reference, normalised. */
  readonly subject: string;
  /** The names by which the recipient knows the user. */
  readonly partnerReferences: readonly string[];
}

/** What a secret is bound to. */
interface Place {
  readonly id: string;
  readonly recipient: string;
}

/** Keeps whom notifications are about, encrypted under a key of the recipient's own and bound to the notification. */
export class NotificationSecrets {
  constructor(private readonly keyring: Keyring) {}

  /** @param generation that which `generationToWrite` answered */
  seal(generation: number, { id, recipient }: Place, secret: Secret): Buffer {
    return this.#keysOf(recipient).seal(generation, bindingOf(id), JSON.stringify(secret));
  }

  unseal({ id, recipient }: Place, sealed: Buffer): Secret {
    return JSON.parse(this.#keysOf(recipient).unseal(bindingOf(id), sealed)) as Secret;
  }

  /** The same under another generation of the secret. */
  reseal(generation: number, { id, recipient }: Place, sealed: Buffer): Buffer {
    return this.#keysOf(recipient).reseal(generation, bindingOf(id), sealed) ?? sealed;
  }

  #keysOf(recipient: string): SealingKeys {
    return new SealingKeys(this.keyring, `recipient-notification/v1/${recipient}`);
  }
}

function bindingOf(notificationId: string): string {
  return `notification ${notificationId}`;
}
