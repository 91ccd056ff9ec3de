import { setTimeout as sleep } from "node:timers/promises";
import { calledWrongly, CommandFailed, ExitCode } from "./exit-code.js";

/** What a registry counts, it counts by the minute. */
const WAIT_SECONDS_MAX = 120;
const WAITS_MAX = 20;

interface WireError {
  readonly message: string;
  readonly extensions?: { readonly code?: string; readonly fields?: readonly string[] };
}

interface WireAnswer<Data> {
  readonly data?: Data | null;
  readonly errors?: readonly WireError[];
}

/** One thing a registry says is wrong with a request. */
export interface RequestProblem {
  readonly code: string;
  readonly message: string;
  /** The input fields concerned: `inputs[3].occurredAt`. */
  readonly fields: readonly string[];
}

/** The registry understood the request and refused it. */
export class RequestRefused extends CommandFailed {
  /** @param problems at least one; the first decides how the program ends */
  constructor(readonly problems: readonly RequestProblem[]) {
    const { code, fields } = problems[0]!;
    super(exitCodeOf(code), problems.map(({ message }) => message).join("\n"), code, fields);
    this.name = "RequestRefused";
  }
}

/** A registry over HTTP, as the holder of one key. */
export class RegistryClient {
  readonly #endpoint: URL;
  readonly #key: string | null;

  /**
   * @param address with or without `/graphql`: `https://registry.example.kz`
   * @param onWait is told each time before the client waits because the registry asks it to
   * @throws CommandFailed where it is no address, or the key cannot be one
   */
  constructor(
    address: string,
    key: string | null,
    private readonly onWait: (seconds: number) => void = () => {},
  ) {
    this.#endpoint = endpointOf(address);
    if (key !== null && !/^[\x21-\x7e]+$/.test(key)) {
      throw calledWrongly("--key: An API key holds no blanks and no letters beyond ASCII: copy it again.");
    }
    this.#key = key;
  }

  /**
   * Answers the data of one operation.
   *
   * @throws RequestRefused for what the registry refuses
   * @throws CommandFailed where no registry answers
   */
  async ask<Data>(query: string, variables: Readonly<Record<string, unknown>> = {}): Promise<Data> {
    const { data, errors } = await this.#answerTo<Data>(JSON.stringify({ query, variables }));
    if (errors?.length) throw new RequestRefused(errors.map((error) => problemOf(error, this.#key !== null)));
    if (data == null) throw this.#noRegistry();
    return data;
  }

  async #answerTo<Data>(body: string): Promise<WireAnswer<Data>> {
    const response = await this.#postInTime(body);
    // A registry may well say in its own form that there is nothing at this path.
    if (response.status === 404) throw this.#noRegistry(response.status);
    try {
      const answer = (await response.json()) as WireAnswer<Data> | null;
      if (typeof answer === "object" && answer !== null && ("data" in answer || "errors" in answer)) {
        return answer;
      }
    } catch {
      // No JSON: told below, as another shape is.
    }
    throw this.#noRegistry(response.status);
  }

  /** Sends again as `Retry-After` says where the key has used up what it may, so often that no batch is given up for that. */
  async #postInTime(body: string): Promise<Response> {
    for (let waits = 0; ; waits += 1) {
      const response = await this.#post(body);
      const seconds = Number(response.headers.get("retry-after"));
      const isToWait = response.status === 429 && seconds > 0 && seconds <= WAIT_SECONDS_MAX;
      if (!isToWait || waits === WAITS_MAX) return response;
      await response.body?.cancel();
      this.onWait(seconds);
      await sleep(seconds * 1_000);
    }
  }

  async #post(body: string): Promise<Response> {
    try {
      return await fetch(this.#endpoint, {
        method: "POST",
        headers: {
          "content-type": "application/json",
          ...(this.#key !== null && { authorization: `Bearer ${this.#key}` }),
        },
        body,
        // A key must not follow to another place.
        redirect: "manual",
      });
    } catch (error) {
      throw new CommandFailed(
        ExitCode.unreachable,
        `No registry answers at ${this.#endpoint.origin} (${reasonOf(error)}): check that it runs, and the address.`,
        "UNREACHABLE",
      );
    }
  }

  #noRegistry(status?: number): CommandFailed {
    const said = status === undefined ? "" : ` (HTTP ${status})`;
    return new CommandFailed(
      ExitCode.unreachable,
      `What answers at ${this.#endpoint.origin} is no registry${said}: check the address and the port.`,
      "UNREACHABLE",
    );
  }
}

function endpointOf(address: string): URL {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (!url || !/^https?:$/.test(url.protocol) || url.username !== "" || url.password !== "") {
    throw calledWrongly(
      "--url: Give the registry's address as in http://127.0.0.1:4000, without a user or a password.",
    );
  }
  if (!url.pathname.endsWith("/graphql")) url.pathname = `${url.pathname.replace(/\/+$/, "")}/graphql`;
  url.search = "";
  url.hash = "";
  return url;
}

function exitCodeOf(code: string): ExitCode {
  if (code === "UNAUTHENTICATED" || code === "FORBIDDEN") return ExitCode.notPermitted;
  return code === "UNAVAILABLE" ? ExitCode.unreachable : ExitCode.failed;
}

function problemOf({ message, extensions }: WireError, keyGiven: boolean): RequestProblem {
  const code = extensions?.code ?? "INTERNAL";
  const keyMissing = code === "UNAUTHENTICATED" && !keyGiven;
  const remedy = "This registry answers holders of a key only: pass one with --key, or set REGISTRY_API_KEY.";
  return { code, message: keyMissing ? remedy : message, fields: extensions?.fields ?? [] };
}

/** `ECONNREFUSED`, `ENOTFOUND`, … as the system names it. */
function reasonOf(error: unknown): string {
  const cause = (error as { cause?: { code?: string; message?: string } }).cause;
  return cause?.code ?? cause?.message ?? (error as Error).message;
}
