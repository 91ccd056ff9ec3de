export { ApiKeysService } from "./api-keys.service.js";
export { authenticate } from "./authenticate.js";
export { idIsTaken, problemOfNewId, problemsOfFactId, problemsOfMissingId } from "./core/fact-id.js";
export { PERMISSIONS, ROLES, permissionsOf } from "./core/permissions.js";
export type { Permission, Role } from "./core/permissions.js";
export { enforcePermissions, requirePermission } from "./enforce-permissions.js";
export { People } from "./people/people.service.js";
export { RequirePermission } from "./require-permission.js";
export { secretMatchesDatabase } from "./secret-check.service.js";
