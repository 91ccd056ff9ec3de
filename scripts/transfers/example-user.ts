/** The user whose data the demo follows: one who has dealt with every recipient but never too often to be read. */
export const EXAMPLE_USER = "user-00042";
