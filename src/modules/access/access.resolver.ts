import { Arg, Args, Ctx, Mutation, Query, Resolver } from "type-graphql";
import { ConnectionArgs, readPageArgs, type Connection } from "../../platform/graphql/connection.js";
import type { Caller, RequestContext } from "../../platform/graphql/context.js";
import type { Permission, Role } from "./core/permissions.js";
import { CreateApiKeyInput, RevokeApiKeyInput, RotateApiKeyInput } from "./api-key.input.js";
import {
  ApiKey,
  ApiKeyConnection,
  CreateApiKeyPayload,
  RevokeApiKeyPayload,
  RotateApiKeyPayload,
} from "./api-key.type.js";
import { Viewer } from "./viewer.type.js";
import type { ApiKeysService } from "./api-keys.service.js";
import { AllowAnyCaller } from "../../platform/graphql/permission-extension.js";
import { RequirePermission } from "./require-permission.js";

@Resolver()
export class AccessResolver {
  constructor(private readonly keys: ApiKeysService) {}

  @AllowAnyCaller()
  @Query(() => Viewer, { description: "Who you are to the registry, and what you may do." })
  viewer(@Ctx() ctx: RequestContext): Viewer {
    const { name, roles, permissions, recipients, scope } = ctx.caller as Caller;
    return {
      name,
      roles: [...roles] as Role[],
      permissions: [...permissions] as Permission[],
      scopes: { recipients: [...recipients], purposes: scope?.purposes ?? [] },
    };
  }

  @RequirePermission("MANAGE_API_KEYS")
  @Query(() => ApiKeyConnection, {
    description: "All API keys, newest first. Secrets are stored nowhere, so none is shown.",
  })
  async apiKeys(@Args(() => ConnectionArgs) args: ConnectionArgs): Promise<Connection<ApiKey>> {
    const page = await this.keys.list(readPageArgs(args));
    const edges = page.edges.map(({ cursor, node }) => ({ cursor, node: new ApiKey(node) }));
    return new ApiKeyConnection({ ...page, edges });
  }

  @RequirePermission("MANAGE_API_KEYS")
  @Mutation(() => CreateApiKeyPayload, {
    description: "Makes an API key. Its secret is shown in this answer and never again.",
  })
  async createApiKey(
    @Arg("input", () => CreateApiKeyInput, { description: "The key to make." }) input: CreateApiKeyInput,
    @Ctx() ctx: RequestContext,
  ): Promise<CreateApiKeyPayload> {
    const { row, token } = await this.keys.create(input, (ctx.caller as Caller).keyId);
    return { apiKey: new ApiKey(row), secret: token };
  }

  @RequirePermission("MANAGE_API_KEYS")
  @Mutation(() => RotateApiKeyPayload, {
    description:
      "Gives an API key a new secret, shown in this answer and never again. The earlier one works until the grace period is over; " +
      "two work at most, so a third is refused until the first has ended. A revoked or expired key is not rotated.",
  })
  async rotateApiKey(
    @Arg("input", () => RotateApiKeyInput, { description: "The key to rotate." }) input: RotateApiKeyInput,
    @Ctx() ctx: RequestContext,
  ): Promise<RotateApiKeyPayload> {
    const { row, token } = await this.keys.rotate(input, (ctx.caller as Caller).keyId);
    return { apiKey: new ApiKey(row), secret: token };
  }

  @RequirePermission("MANAGE_API_KEYS")
  @Mutation(() => RevokeApiKeyPayload, {
    description: "Ends an API key for good, everywhere within five seconds.",
  })
  async revokeApiKey(
    @Arg("input", () => RevokeApiKeyInput, { description: "The key to revoke." }) input: RevokeApiKeyInput,
    @Ctx() ctx: RequestContext,
  ): Promise<RevokeApiKeyPayload> {
    return { apiKey: new ApiKey(await this.keys.revoke(input.id, (ctx.caller as Caller).keyId)) };
  }
}
