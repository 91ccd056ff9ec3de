import type { Keyring } from "../../../platform/keyring.js";
import { seal, unseal } from "../../../platform/sealed-text.js";

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

  seal({ id, recipient }: Place, secret: Secret): Buffer {
    return seal(this.#keyOf(recipient), bindingOf(id), JSON.stringify(secret));
  }

  unseal({ id, recipient }: Place, sealed: Buffer): Secret {
    return JSON.parse(unseal(this.#keyOf(recipient), bindingOf(id), sealed)) as Secret;
  }

  #keyOf(recipient: string): Buffer {
    return this.keyring.derive(`recipient-notification/v1/${recipient}`);
  }
}

function bindingOf(notificationId: string): string {
  return `notification ${notificationId}`;
}
