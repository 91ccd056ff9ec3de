export { PublishedPolicyLoaders } from "./published-policy.loaders.js";
export { PublishPolicyVersionService } from "./publish-policy-version.service.js";
