import { apiOf, type Api, type LentServer } from "./test-server.js";

const CREATE_KEY = /* GraphQL */ `
  mutation Create($expiresAt: DateTime, $role: Role!) {
    createApiKey(input: { name: "A partner", role: $role, expiresAt: $expiresAt }) {
      apiKey {
        id
      }
      secret
    }
  }
`;
export const ROTATE_KEY = /* GraphQL */ `
  mutation Rotate($input: RotateApiKeyInput!) {
    rotateApiKey(input: $input) {
      apiKey {
        id
        name
        role
        createdAt
        createdBy
        expiresAt
        revokedAt
        rotatedAt
        previousSecretEndsAt
      }
      secret
    }
  }
`;
export const REVOKE_KEY = "mutation Revoke($id: ID!) { revokeApiKey(input: { id: $id }) { apiKey { id } } }";

export interface Rotated {
  readonly apiKey: Readonly<Record<string, unknown>>;
  readonly secret: string;
}

/** What tests do with keys of one server; `server.admin` does it, unless another is named. */
export function keysOf(server: LentServer) {
  return {
    /** A new key, with its secret. */
    newKey: async ({
      role = "INTEGRATION",
      expiresAt = null,
    }: { role?: string; expiresAt?: string | null } = {}): Promise<{ id: string; secret: string }> => {
      type Created = { createApiKey: { apiKey: { id: string }; secret: string } };
      const { createApiKey } = await server.admin.request<Created>(CREATE_KEY, { role, expiresAt });
      return { id: createApiKey.apiKey.id, secret: createApiKey.secret };
    },

    /** Gives a key a new secret, with the grace period left out or named. */
    rotate: async (id: string, gracePeriod?: string | null, by: Api = server.admin): Promise<Rotated> => {
      const input = { id, gracePeriod };
      return (await by.request<{ rotateApiKey: Rotated }>(ROTATE_KEY, { input })).rotateApiKey;
    },

    /** What a caller with this secret is told; null where it works. */
    refusalOf: async (secret: string, url: string = server.url): Promise<string | null> => {
      const viewer = "{ viewer { name } }";
      const api = apiOf(url, secret);
      return api.request(viewer).then(
        () => null,
        async () => (await api.errorsOf(viewer))[0]!.message,
      );
    },
  };
}
