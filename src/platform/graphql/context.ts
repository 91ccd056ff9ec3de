import type { RowScope } from "../db/row-scope.js";
import type { Loaders } from "./loaders.js";

/** Who asks. The `access` module makes it; everything below it sees only names and permissions. */
export interface Caller {
  /** The id of the API key, or of the person who has signed in: what `recordedBy` of a fact names. */
  readonly keyId: string;
  readonly name: string;
  /** Left out of keys. */
  readonly isPerson?: true;
  readonly roles: readonly string[];
  readonly permissions: ReadonlySet<string>;
  /** Keys of the recipients for whom the caller acts: partner code sees and reports what concerns these, and no others. */
  readonly recipients: ReadonlySet<string>;
  /** SHA-256 of each document the caller may send, in hexadecimal; any where left out. */
  readonly documents?: ReadonlySet<string>;
  /** The rows the caller may see and write; null = all that its permissions allow. */
  readonly scope: RowScope | null;
}

/** What one GraphQL operation carries. It names no module, so that no module depends on another through it. */
export interface RequestContext {
  readonly requestId: string;
  /** Null where the request carried neither key nor token. */
  readonly caller: Caller | null;
  readonly loaders: Loaders;
  /** How long the request may take: `extend` gives it longer. */
  readonly time: { readonly isOver: boolean; extend(): void };
  /** Counts what its fields are answered, and which of them fail. */
  readonly answer: { add(answered: unknown): void; fail(): void };
  /** Takes a cost from what the caller may spend. Answers 0, or the whole seconds until it is there. */
  readonly spend: (cost: number) => number;
  /** Says that the log has a line for the request. */
  readonly logged: () => void;
}
