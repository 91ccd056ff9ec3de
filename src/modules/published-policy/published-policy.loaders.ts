import type { DataSource } from "typeorm";
import type { LoaderDefinition } from "../../platform/graphql/loaders.js";
import type { PolicyTextName, PolicyTextRow } from "./policy-text-row.js";
import { findDescribedRevisions, findPolicyTexts, findWords } from "./policy-texts.repository.js";

/** What fields of policy versions fetch: one statement each, however many versions a page shows. */
export class PublishedPolicyLoaders {
  /** By number, in the order of languages. */
  readonly textsOf: LoaderDefinition<number, PolicyTextRow[]>;
  /** By number. */
  readonly describedRevision: LoaderDefinition<number, number>;
  /** By `nameOf`. */
  readonly words: LoaderDefinition<string, string>;

  constructor(dataSource: DataSource) {
    const db = dataSource.manager;
    this.textsOf = {
      name: "policyTextsOf",
      batch: async (numbers) => {
        const rows = await findPolicyTexts(db, numbers);
        return new Map(numbers.map((number) => [number, rows.filter((row) => row.number === number)]));
      },
    };
    this.describedRevision = {
      name: "describedRevision",
      batch: (numbers) => findDescribedRevisions(db, numbers),
    };
    this.words = {
      name: "wordsOfPolicyText",
      batch: async (names) => {
        const found = await findWords(db, names.map(readName));
        return new Map(found.map((each) => [PublishedPolicyLoaders.nameOf(each), each.text]));
      },
    };
  }

  /** How a text is named to `words`. */
  static nameOf({ number, language }: PolicyTextName): string {
    return `${number} ${language}`;
  }
}

function readName(name: string): PolicyTextName {
  const [number, language] = name.split(" ") as [string, string];
  return { number: Number(number), language };
}
