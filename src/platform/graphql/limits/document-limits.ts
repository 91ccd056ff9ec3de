/** How large a GraphQL document may be, whoever sends it. `docs/limits.md` prints these figures. */
export interface DocumentLimits {
  /** UTF-16 units of its text. */
  readonly characters: number;
  /** Names, signs and values, as the parser counts them; comments and blanks apart. */
  readonly tokens: number;
  /** Fields inside each other, counted from the operation, through fragments. */
  readonly depth: number;
  readonly aliases: number;
  /** UTF-16 units of the longest alias: an answer repeats it for every entry of a list. */
  readonly aliasCharacters: number;
  /** Fields of one operation's own selection, through fragments. */
  readonly rootFields: number;
  readonly directives: number;
  /** Directives at one field, fragment or operation; of those there are, two can stand together. */
  readonly directivesTogether: number;
  /** How often one selection names the same answer. Each pair of these is compared before anything runs. */
  readonly repetitions: number;
  /** Fragments defined, and fragments spread. */
  readonly fragments: number;
  readonly operations: number;
}

export const DOCUMENT_LIMITS: DocumentLimits = {
  characters: 65_536,
  tokens: 5_000,
  depth: 15,
  aliases: 50,
  aliasCharacters: 100,
  rootFields: 20,
  directives: 20,
  directivesTogether: 4,
  repetitions: 10,
  fragments: 50,
  operations: 20,
};

/** How many mistakes of a document are told at once. Each takes time to find words for, and nobody mends more in one go. Figure of docs/limits.md. */
export const MISTAKES_MAX = 10;

/** What a document has too much of, as its sender is told: `{0}` stands for the limit. */
export const TOO_MUCH: Readonly<Record<keyof DocumentLimits, string>> = {
  characters: "The document is longer than {0} characters: send values as variables.",
  tokens:
    "The document has more than {0} names and signs: send values as variables, or ask in several requests.",
  depth: "The document asks for fields more than {0} deep: ask for the inner ones in a request of their own.",
  aliases: "The document has more than {0} aliases: ask in several requests.",
  aliasCharacters: "An alias is longer than {0} characters: give it a shorter name.",
  rootFields:
    "An operation asks for more than {0} fields at once: send several requests, or a list such as recordDisclosures.",
  directives: "The document has more than {0} directives: ask in several requests.",
  directivesTogether: "More than {0} directives stand at one place: each does its work once.",
  repetitions: "One selection names the same field more than {0} times: name it once.",
  fragments: "The document defines or uses more than {0} fragments: ask in several requests.",
  operations: "The document has more than {0} operations: send only the one to run.",
};
