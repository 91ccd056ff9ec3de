import { useEffect, useRef, useState, type SyntheticEvent } from "react";
import { keepKey, readKey } from "./api-key.js";
import { askWithKey, isUnauthenticated, type GraphQLAnswer } from "./ask-registry.js";

/** What is known about the key: who it belongs to, or why it opens nothing. */
export type KeyStatus =
  | { readonly state: "checking" }
  | { readonly state: "missing" }
  | { readonly state: "refused"; readonly reason: string }
  | { readonly state: "unreachable"; readonly reason: string }
  | { readonly state: "accepted"; readonly name: string; readonly roles: readonly string[] };

/** Asks the registry whose key this is. */
export async function checkKey(): Promise<KeyStatus> {
  if (readKey() === "") return { state: "missing" };
  return statusOf(await askWithKey({ query: "query WhoAmI { viewer { name roles } }" }));
}

export function statusOf(answer: GraphQLAnswer): KeyStatus {
  const reason = answer.errors?.[0]?.message ?? "";
  if (isUnauthenticated(answer))
    return readKey() === "" ? { state: "missing" } : { state: "refused", reason };
  const viewer = answer.data?.viewer as { name: string; roles: string[] } | undefined;
  if (!viewer) return { state: "unreachable", reason };
  return { state: "accepted", ...viewer };
}

interface KeyBarProps {
  readonly status: KeyStatus;
  readonly onChange: () => void;
}

/** Takes the key, and says whose it is or what is wrong with it. */
export function KeyBar({ status, onChange }: KeyBarProps) {
  const [typed, setTyped] = useState("");
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (status.state === "missing") field.current?.focus();
  }, [status.state]);

  const use = (key: string) => {
    keepKey(key);
    setTyped("");
    onChange();
  };
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (typed.trim() !== "") use(typed);
  };

  if (status.state === "accepted") {
    return (
      <div className="key-bar" role="status">
        <span>
          Key <strong>{status.name}</strong> ({status.roles.join(", ")})
        </span>
        <button type="button" onClick={() => use("")}>
          Forget the key
        </button>
      </div>
    );
  }
  return (
    <form className="key-bar" onSubmit={submit}>
      <span id="key-hint" role="status" className="key-hint">
        {hintOf(status)}
      </span>
      <input
        ref={field}
        type="password"
        aria-label="API key"
        aria-describedby="key-hint"
        autoComplete="off"
        spellCheck={false}
        placeholder="dr_… or an access token"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      <button type="submit">Use this key</button>
    </form>
  );
}

function hintOf(status: Exclude<KeyStatus, { state: "accepted" }>): string {
  switch (status.state) {
    case "checking":
      return "Asking the registry whose key this is…";
    case "missing":
      return "Enter your API key to run queries. An administrator makes one with createApiKey.";
    case "refused":
      return `Your key was refused: ${status.reason} Enter another one.`;
    case "unreachable":
      return status.reason;
  }
}
