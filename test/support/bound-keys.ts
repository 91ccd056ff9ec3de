import type { Role } from "../../src/modules/access/index.js";
import { apiOf, type Api, type LentServer } from "./test-server.js";

/** Makes keys that are bound to recipients or purposes. */
export function boundKeysOf(server: LentServer) {
  return {
    newKey: async ({
      role = "INTEGRATION",
      ...scope
    }: {
      readonly role?: Role;
      readonly recipients?: readonly string[];
      readonly purposes?: readonly string[];
    }): Promise<Api> => {
      const { token } = await server.app.keys.create({ name: "A partner", role, ...scope }, "test");
      return apiOf(server.url, token);
    },
  };
}
