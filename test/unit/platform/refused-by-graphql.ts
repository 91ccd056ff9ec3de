import { buildSchema } from "graphql";

/** The messages are graphql-js's own, made by sending it what it refuses. */
export const schema = buildSchema(`
  enum Kind { BANK COURT }
  input Person { name: String!, kind: Kind, age: Int, weight: Float, isMember: Boolean, id: ID, tags: [String!], friends: [Person!] }
  type Query { find(input: Person!, kind: Kind, inputs: [Person!]): Int, count(of: Int, tags: [String!]): Int }
`);

/** What a person might be known by. */
export const MARK = "iin870101300123";

/** Values made to look like parts of the messages they are cut out of. */
export const HOSTILE = [
  MARK,
  `${MARK}"; Field "name" of required type "String!" was not provided.`,
  `x"; Field ${MARK}`,
  `${MARK} at "x"`,
  ` at "${MARK}"`,
  `\n${MARK}\n at "input.name"; ${MARK}`,
  `${MARK} cannot represent a value: ${MARK}`,
  `: ${MARK}`,
  `, found ${MARK}`,
  `Value "${MARK}" does not exist in "Kind" enum. ${MARK}" does not exist in "Kind" enum.`,
  ` got invalid value ${MARK}`,
  `String "${MARK}`,
  `\\"${MARK}\\`,
  `${MARK}\u2028${MARK}`,
  `x" is not defined by type "Person". Did you mean "${MARK}"?`,
  `x" is not defined by type "Person". Did you mean ${MARK}`,
];
