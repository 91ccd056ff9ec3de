import type { ClientConfig } from "../platform/config.js";

/** A registry started for the length of one command. */
export interface TemporaryRegistry {
  /** `http://127.0.0.1:34567` */
  readonly address: string;
  /** An administrator's key, which ends with the command. */
  readonly key: string;
  /** The administrator's key of a registry that was made by this start: to be shown once. */
  readonly firstAdministratorKey: string | null;
  /** Ends the key, then the registry. */
  stop(): Promise<void>;
}

/** What of the server's own parts the command line uses. `src/cli.ts` hands it in, and loads each part when it is asked for. */
export interface ServerParts {
  /** Serves until it is told to stop; ends the process itself. */
  serve(options: { readonly json: boolean }): Promise<never>;
  /** @throws StartRefused, EmbeddedPostgresFailed or AppError with a message for the operator */
  startTemporarily(onProgress: (message: string) => void): Promise<TemporaryRegistry>;
  /** The GraphQL schema as text. */
  describeSchema(): Promise<string>;
}

/** A stream the program writes to: the process's own, or a test's. */
export interface Output {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** Everything around the command line: where it writes, what is set, what it can start. */
export interface Surroundings {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly config: ClientConfig;
  readonly server: ServerParts;
}
