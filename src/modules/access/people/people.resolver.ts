import { Arg, Args, Ctx, Mutation, Query, Resolver } from "type-graphql";
import { ConnectionArgs, readPageArgs, type Connection } from "../../../platform/graphql/connection.js";
import type { Caller, RequestContext } from "../../../platform/graphql/context.js";
import { RequirePermission } from "../require-permission.js";
import { EndSignInsInput } from "./person.input.js";
import { EndSignInsPayload, Person, PersonConnection } from "./person.type.js";
import type { SignIns } from "./sign-ins.service.js";

@Resolver()
export class PeopleResolver {
  constructor(private readonly signIns: SignIns) {}

  @RequirePermission("MANAGE_API_KEYS")
  @Query(() => PersonConnection, {
    description: "All people who have signed in here with a role, the latest to come first.",
  })
  async people(@Args(() => ConnectionArgs) args: ConnectionArgs): Promise<Connection<Person>> {
    const page = await this.signIns.list(readPageArgs(args));
    const edges = page.edges.map(({ cursor, node }) => ({ cursor, node: new Person(node) }));
    return new PersonConnection({ ...page, edges });
  }

  @RequirePermission("MANAGE_API_KEYS")
  @Mutation(() => EndSignInsPayload, {
    description:
      "Ends the sign-ins of a person up to now, everywhere within five seconds: access tokens of before are refused. " +
      "Who signs in anew gets in again: to keep somebody out, block them where they sign in, first.",
  })
  async endSignIns(
    @Arg("input", () => EndSignInsInput, { description: "Whose sign-ins to end." }) input: EndSignInsInput,
    @Ctx() ctx: RequestContext,
  ): Promise<EndSignInsPayload> {
    return { person: new Person(await this.signIns.end(input.id, (ctx.caller as Caller).keyId)) };
  }
}
