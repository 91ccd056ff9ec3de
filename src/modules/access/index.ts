export { PERMISSIONS, ROLES, permissionsOf } from "./core/permissions.js";
export type { Permission, Role } from "./core/permissions.js";
export { AllowAnyCaller, RequirePermission } from "./require-permission.js";
