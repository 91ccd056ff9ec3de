import { Field, ID, InterfaceType } from "type-graphql";

/** Relay's `Node`: everything that can be fetched again by its id alone. */
@InterfaceType("Node", {
  description:
    "Anything that can be fetched again by its id alone: an entry of the data map, or a recorded fact.",
})
export abstract class Node {
  @Field(() => ID, {
    description:
      "Unique in the whole register: `<Type>:<key>` for an entry of the data map, a UUID for a recorded fact.",
  })
  abstract readonly id: string;
}
