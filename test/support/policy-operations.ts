import { createHash } from "node:crypto";
import type { Api } from "./test-server.js";

/** What `publishPolicyVersion` answers. */
export interface PublishedVersion {
  readonly policyVersion: {
    readonly number: number;
    readonly title: string;
    readonly effectiveFrom: string;
    readonly sha256: string | null;
    readonly describesRevision: number;
    readonly texts: readonly { language: string; sha256: string; text: string }[];
  };
  readonly text: { language: string; publishedAt: string; publishedBy: string; text: string } | null;
  readonly sha256: string;
  readonly created: boolean;
  readonly dataMapRevision: number;
  readonly changes: readonly { kind: string; list: string; key: string }[];
}

export const PUBLISH = /* GraphQL */ `
  mutation Publish($input: PublishPolicyVersionInput!) {
    publishPolicyVersion(input: $input) {
      policyVersion {
        number
        title
        effectiveFrom
        sha256
        describesRevision
        texts {
          language
          sha256
          text
        }
      }
      text {
        language
        publishedAt
        publishedBy
        text
      }
      sha256
      created
      dataMapRevision
      changes {
        kind
        list
        key
      }
    }
  }
`;

/** Publishes a text as a caller. */
export async function publish(api: Api, input: Record<string, unknown>): Promise<PublishedVersion> {
  const answer = await api.request<{ publishPolicyVersion: PublishedVersion }>(PUBLISH, { input });
  return answer.publishPolicyVersion;
}

export function digestOf(text: string): string {
  return createHash("sha256").update(text, "utf8").digest("hex");
}
