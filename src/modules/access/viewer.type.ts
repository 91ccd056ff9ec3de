import { Field, ObjectType } from "type-graphql";
import { AllowAnyCaller } from "../../platform/graphql/permission-extension.js";
import type { Permission, Role } from "./core/permissions.js";
import { PermissionEnum, RoleEnum } from "./access-enums.type.js";

@ObjectType("ViewerScopes", { description: "What your key is bound to: for it there is nothing else." })
@AllowAnyCaller()
export class ViewerScopes {
  @Field(() => [String], {
    description: "Keys of the recipients your key is bound to; none where it is not bound by recipients.",
  })
  readonly recipients!: readonly string[];

  @Field(() => [String], {
    description: "Keys of the purposes your key is bound to; none where it is not bound by purposes.",
  })
  readonly purposes!: readonly string[];
}

@ObjectType("Viewer", { description: "Who you are to the registry." })
@AllowAnyCaller()
export class Viewer {
  @Field(() => String, {
    description: "The name of your key; of a person who has signed in, their own, or else their id here.",
  })
  readonly name!: string;

  @Field(() => [RoleEnum], { description: "Your key's role, or the roles your sign-in gives you." })
  readonly roles!: readonly Role[];

  @Field(() => [PermissionEnum], { description: "What your roles allow." })
  readonly permissions!: readonly Permission[];

  @Field(() => ViewerScopes, { description: "What your key is bound to." })
  readonly scopes!: ViewerScopes;
}
