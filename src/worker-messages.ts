import type { Config } from "./platform/config.js";

/** What the primary tells a worker, over the channel between them. */
export type WorkerOrder =
  | {
      readonly order: "serve";
      /** The worker's number, from 1; one that replaces another has the same. */
      readonly worker: number;
      readonly config: Config;
      /** The database as the API's role. */
      readonly databaseUrl: string;
      /** The same as the role that puts the ledger in order; null where there is none. */
      readonly sequencerUrl: string | null;
      readonly secret: string;
      /** Where the primary's own PostgreSQL names its main process: to be ended where the primary has been killed. */
      readonly pidFile: string | null;
    }
  /** Answer the requests under way, then end. */
  | { readonly order: "stop" }
  /** Break them off. */
  | { readonly order: "hurry" };

/** What a worker tells the primary. */
export type WorkerReport =
  /** It listens to orders; what was sent before that is lost. */
  | { readonly report: "listening" }
  | { readonly report: "serving"; readonly address: string }
  /** It could not start, and ends. */
  | { readonly report: "failed"; readonly message: string };
