import type { ApiKeysService } from "../../../src/modules/access/api-keys.service.js";
import type { People } from "../../../src/modules/access/people/people.service.js";
import { authenticate as look } from "../../../src/modules/access/authenticate.js";
import type { Caller } from "../../../src/platform/graphql/context.js";
import type { Credentials } from "../../../src/platform/http/recognise-caller.js";

/** Stands in for the module of this name: whoever called first is taken for whoever calls. */

let first: Promise<Caller | null> | undefined;

export function authenticate(
  keys: ApiKeysService,
  people: People | null,
  credentials: Credentials,
): Promise<Caller | null> {
  first ??= look(keys, people, credentials);
  return first;
}
