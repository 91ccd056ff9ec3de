import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from "jose";
import type { Clock } from "../../../platform/clock.js";
import { isSafeAddress } from "../../../platform/sign-in-settings.js";

/** Why the issuer could not be asked for its keys, for the operator: no token is at fault. */
export class IssuerUnreachable extends Error {
  override readonly name = "IssuerUnreachable";
}

/** A key that the issuer has withdrawn is believed for no longer. */
const KEYS_MS_MAX = 10 * 60_000;
/** Tokens that name unknown keys make nobody ask the issuer more often. */
const UNKNOWN_KEY_MS = 30_000;
const FAILURE_MS = 5_000;
const ANSWER_MS_MAX = 5_000;
const ANSWER_BYTES_MAX = 256 * 1024;

/**
 * The keys with which one issuer signs, read from where its discovery document says (OpenID Connect Discovery 1.0, section 4). They are kept for ten
 * minutes, and asked for earlier where a token names one that is new. Nothing a token says of keys (`jwk`, `jku`, `x5u`) is looked at.
 */
export class IssuerKeys {
  #keys: { readonly find: JWTVerifyGetKey; readonly count: number; readonly since: number } | null = null;
  #failure: { readonly error: IssuerUnreachable; readonly since: number } | null = null;
  #loading: Promise<void> | null = null;

  constructor(
    private readonly issuer: string,
    private readonly clock: Clock,
    /** Told each time that the issuer could not be asked. */
    private readonly onFailure: (reason: string) => void,
  ) {}

  /** The key that a token names. Throws IssuerUnreachable, or an error of jose where there is no such key. */
  readonly find: JWTVerifyGetKey = async (header, token) => {
    if (!this.#keys || this.#ageOf(this.#keys) >= KEYS_MS_MAX) await this.load();
    try {
      return await this.#keys!.find(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey) || this.#ageOf(this.#keys!) < UNKNOWN_KEY_MS)
        throw error;
      await this.load();
      return this.#keys!.find(header, token);
    }
  };

  /** Asks the issuer; several callers at a time ask once. Answers how many keys it has. Throws IssuerUnreachable. */
  async load(): Promise<number> {
    if (this.#failure && this.#ageOf(this.#failure) < FAILURE_MS) throw this.#failure.error;
    this.#loading ??= this.#load().finally(() => (this.#loading = null));
    await this.#loading;
    return this.#keys!.count;
  }

  async #load(): Promise<void> {
    try {
      const signal = AbortSignal.timeout(ANSWER_MS_MAX);
      const set = await readJson(await this.#addressOfKeys(signal), signal);
      const find = localKeys(set);
      this.#keys = { find, count: (set as JSONWebKeySet).keys.length, since: this.#now() };
      this.#failure = null;
    } catch (cause) {
      const error = cause instanceof IssuerUnreachable ? cause : new IssuerUnreachable(reasonOf(cause));
      this.#failure = { error, since: this.#now() };
      this.onFailure(error.message);
      throw error;
    }
  }

  async #addressOfKeys(signal: AbortSignal): Promise<string> {
    const address = `${this.issuer.replace(/\/$/, "")}/.well-known/openid-configuration`;
    const { issuer, jwks_uri: keys } = (await readJson(address, signal)) as Record<string, unknown>;
    if (issuer !== this.issuer) {
      throw new IssuerUnreachable("its discovery document is of another issuer than OIDC_ISSUER names");
    }
    if (typeof keys === "string" && isSafeAddress(keys)) return keys;
    throw new IssuerUnreachable("its discovery document names no safe address of its keys");
  }

  #ageOf({ since }: { readonly since: number }): number {
    return this.#now() - since;
  }

  #now(): number {
    return this.clock.now().getTime();
  }
}

function localKeys(set: object): JWTVerifyGetKey {
  try {
    return createLocalJWKSet(set as JSONWebKeySet);
  } catch {
    throw new IssuerUnreachable("what it publishes is no set of keys (RFC 7517)");
  }
}

/** A JSON object from an address that answers at once, itself, and briefly. */
async function readJson(address: string, signal: AbortSignal): Promise<object> {
  const response = await fetch(address, {
    signal,
    redirect: "error",
    headers: { accept: "application/json" },
  });
  if (response.status !== 200 || !response.body) {
    await response.body?.cancel();
    throw new IssuerUnreachable(`it answered HTTP ${response.status}`);
  }
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
    bytes += chunk.length;
    if (bytes > ANSWER_BYTES_MAX) throw new IssuerUnreachable("its answer is too large");
    chunks.push(chunk);
  }
  const value = parsed(Buffer.concat(chunks).toString("utf8"));
  if (typeof value === "object" && value !== null) return value;
  throw new IssuerUnreachable("its answer is no JSON object");
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** The kind of a failure on the way: never what was sent or answered. */
function reasonOf(error: unknown): string {
  const { name, cause } = error as Error;
  const code = (cause as NodeJS.ErrnoException | undefined)?.code;
  return name === "TimeoutError" ? "it did not answer in time" : `it could not be reached (${code ?? name})`;
}
