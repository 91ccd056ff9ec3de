/** The user whose data the demo follows: one who has dealt with every recipient but never too often to be read. */
export const EXAMPLE_USER = "user-00042";

const USERS = 2_000;

/** Every user of the example platform; `user-00001` is the first. */
export function exampleUsers(): string[] {
  return Array.from({ length: USERS }, (_, index) => `user-${String(index + 1).padStart(5, "0")}`);
}
