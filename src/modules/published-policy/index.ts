export { PublishedPolicyLoaders } from "./published-policy.loaders.js";
export { PolicyDiffService } from "./policy-diff.service.js";
export { PolicyDriftService } from "./policy-drift.service.js";
export { PublishPolicyVersionService } from "./publish-policy-version.service.js";
