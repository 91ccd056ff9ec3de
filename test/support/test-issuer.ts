import { afterAll, beforeAll } from "@jest/globals";
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK } from "jose";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { SignInSettings } from "../../src/platform/sign-in-settings.js";

export const AUDIENCE = "disclosure-registry";
export const SETTINGS = {
  audience: AUDIENCE,
  algorithms: ["RS256", "ES256", "EdDSA"],
  tokenType: "at+jwt",
  rolesClaim: "roles",
  roles: new Map([
    ["compliance", "ANALYST"],
    ["audit", "AUDITOR"],
    ["operations", "ADMIN"],
  ]),
  nameClaim: "name",
  strengths: null,
  clockToleranceSeconds: 30,
} as const satisfies Omit<SignInSettings, "issuer">;

/** A key that the issuer publishes, or one that it does not. */
export interface IssuerKey {
  readonly algorithm: string;
  readonly kid: string;
  readonly privateKey: CryptoKey;
  readonly publicJwk: JWK;
}

/** An OpenID Connect issuer that answers over HTTP, as far as a resource server asks one. */
export class TestIssuer {
  /** What it publishes; the first signs. */
  keys: IssuerKey[] = [];
  /** Paths it was asked for, in order. */
  readonly asked: string[] = [];
  /** Answers in place of its own, by path. */
  readonly otherAnswers = new Map<
    string,
    { readonly status?: number; readonly location?: string; readonly body: string }
  >();
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((request, response) => {
      const path = request.url ?? "";
      this.asked.push(path);
      const other = this.otherAnswers.get(path);
      response.writeHead(other?.status ?? 200, {
        "content-type": "application/json",
        connection: "close",
        ...(other?.location !== undefined && { location: other.location }),
      });
      response.end(other?.body ?? JSON.stringify(this.#answerTo(path)));
    });
  }

  /** @param key made for it where left out, which takes a moment */
  static async start(key?: IssuerKey): Promise<TestIssuer> {
    const issuer = new TestIssuer();
    issuer.keys = [key ?? (await makeKey("RS256", "first"))];
    await once(issuer.#server.listen(0, "127.0.0.1"), "listening");
    return issuer;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/realm`;
  }

  get settings(): SignInSettings {
    return { ...SETTINGS, issuer: this.url };
  }

  /** An access token of somebody in compliance for the next five minutes, but for what is said otherwise; `undefined` leaves a claim out. */
  async token(
    claims: Record<string, unknown> = {},
    { key = this.keys[0]!, header = {} }: { readonly key?: IssuerKey; readonly header?: object } = {},
  ): Promise<string> {
    const now = Math.floor(Date.now() / 1000);
    const usual = {
      iss: this.url,
      aud: AUDIENCE,
      sub: "analyst-1",
      iat: now,
      exp: now + 300,
      roles: ["compliance"],
    };
    const { algorithm: alg, kid } = key;
    return new SignJWT({ ...usual, name: "Ada Analyst", ...claims })
      .setProtectedHeader({ alg, kid, typ: "at+jwt", ...header })
      .sign(key.privateKey);
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((closed) => this.#server.close(closed));
  }

  #answerTo(path: string): object {
    if (path === "/realm/.well-known/openid-configuration") {
      return { issuer: this.url, jwks_uri: `${this.url}/keys` };
    }
    return path === "/realm/keys" ? { keys: this.keys.map(({ publicJwk }) => publicJwk) } : {};
  }
}

export async function makeKey(algorithm: string, kid: string): Promise<IssuerKey> {
  const { publicKey, privateKey } = await generateKeyPair(algorithm, { extractable: true });
  const publicJwk = { ...(await exportJWK(publicKey)), kid, alg: algorithm, use: "sig" };
  return { algorithm, kid, privateKey, publicJwk };
}

/** Lends the calling test file an issuer, from `beforeAll` on. */
export function withTestIssuer(): { readonly issuer: TestIssuer } {
  let started: TestIssuer | undefined;
  beforeAll(async () => {
    started = await TestIssuer.start();
  });
  afterAll(() => started?.stop());
  return {
    get issuer() {
      if (!started) throw new Error("The test issuer runs from beforeAll on.");
      return started;
    },
  };
}
