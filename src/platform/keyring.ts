import { hkdfSync } from "node:crypto";
import { seal, unseal } from "./sealed-text.js";

const SALT = "disclosure-registry";

/**
 * Independent keys from one secret (HKDF-SHA-256, RFC 5869): one per purpose, so that a key that leaks opens nothing else.
 *
 * A purpose carries a version (`pseudonym/v1`); changing the text of one changes its key and orphans what it protected. A registry whose
 * secret was changed has several generations of it, the first being 1 (docs/secrets.md).
 */
export class Keyring {
  /** Oldest first. */
  readonly #secrets: readonly string[];

  constructor(...secrets: readonly [string, ...string[]]) {
    this.#secrets = secrets;
  }

  /** The keyring of a database's newest secret, with the earlier ones as `sealEarlier` has put them away. Throws where it is not theirs. */
  static open(newest: string, generation: number, sealedEarlier: Buffer): Keyring {
    const earlier = unseal(sealingKey(newest), bindingOf(generation), sealedEarlier);
    return new Keyring(...(JSON.parse(earlier) as [string, ...string[]]), newest);
  }

  /** How many secrets the registry has had, the one in use included. */
  get generation(): number {
    return this.#secrets.length;
  }

  /** 32 bytes of the first secret, the same for the same purpose for ever: what makes a user the same user. */
  derive(purpose: string): Buffer {
    return this.deriveOf(1, purpose);
  }

  /** 32 bytes of one generation's secret. */
  deriveOf(generation: number, purpose: string): Buffer {
    const secret = this.#secrets[generation - 1];
    if (secret === undefined) throw new RangeError(`The registry has no secret of generation ${generation}.`);
    return derived(secret, purpose);
  }

  /** 32 bytes of each generation's secret, oldest first. */
  deriveOfEach(purpose: string): Buffer[] {
    return this.#secrets.map((secret) => derived(secret, purpose));
  }

  /** With one more secret, which takes the place of the newest. */
  followedBy(secret: string): Keyring {
    return new Keyring(...(this.#secrets as readonly [string, ...string[]]), secret);
  }

  /** The earlier secrets, for whoever has the newest. */
  sealEarlier(): Buffer {
    const earlier = JSON.stringify(this.#secrets.slice(0, -1));
    return seal(sealingKey(this.#secrets.at(-1)!), bindingOf(this.generation), earlier);
  }
}

function derived(secret: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync("sha256", secret, SALT, purpose, 32));
}

function sealingKey(newest: string): Buffer {
  return derived(newest, "earlier-secrets/v1");
}

function bindingOf(generation: number): string {
  return `secrets before generation ${generation}`;
}
