import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { projectRoot } from "../../src/platform/project-root.js";
import type { Api } from "./test-server.js";

/** What every change of the data map answers. */
export interface AppliedDataMap {
  readonly revision: number;
  readonly applied: boolean;
  readonly changes: readonly {
    readonly kind: string;
    readonly list: string;
    readonly type: string;
    readonly key: string;
    readonly name: string;
    readonly fields: readonly { field: string; before: string | null; after: string | null }[];
  }[];
  readonly touchedSharingRules: readonly { sharingRule: string; disclosures: number }[];
}

/** Selected of every payload. */
export const CHANGE_FIELDS = /* GraphQL */ `
  revision
  applied
  changes {
    kind
    list
    type
    key
    name
    fields {
      field
      before
      after
    }
  }
  touchedSharingRules {
    sharingRule
    disclosures
  }
`;

export const APPLY = /* GraphQL */ `
  mutation Apply($input: ApplyDataMapInput!) {
    applyDataMap(input: $input) {
      ${CHANGE_FIELDS}
    }
  }
`;

/** Applies a document as a caller. */
export async function applyDataMap(
  api: Api,
  document: string,
  input: Record<string, unknown> = {},
): Promise<AppliedDataMap> {
  const { applyDataMap: applied } = await api.request<{ applyDataMap: AppliedDataMap }>(APPLY, {
    input: { document, ...input },
  });
  return applied;
}

/** The text of the example data map. */
export function readExample(): Promise<string> {
  return readFile(join(projectRoot, "examples", "edcrunch.datamap.yaml"), "utf8");
}

/** The text with one passage replaced. Throws where the passage is not there. */
export function replaced(text: string, from: string | RegExp, to: string): string {
  const result = text.replace(from, to);
  if (result === text) throw new Error(`Nothing to replace: ${String(from)}`);
  return result;
}
