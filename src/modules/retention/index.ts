export { DestructionsService } from "./destructions.service.js";
export { DueUsersService } from "./due-users.service.js";
export { ForgetDestructions } from "./forget-destructions.service.js";
export { RecordDestructionService } from "./record-destruction.service.js";
export { RetentionDueService } from "./retention-due.service.js";
export { RetentionLoaders } from "./retention.loaders.js";
export { UsersToDestroy } from "./users-to-destroy.service.js";
