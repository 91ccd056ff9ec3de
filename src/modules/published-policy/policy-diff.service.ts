import type { DataSource } from "typeorm";
import { badInput } from "../../platform/errors.js";
import type { DataMapService, DataMapSnapshot, PolicyVersionEntry } from "../datamap/index.js";
import { compareMeaning, type MeaningChanges, type MeaningPart } from "./core/compare-meaning.js";
import { compareTexts, type TextComparison } from "./core/compare-texts.js";
import { isSameLanguage, readLanguage } from "./core/language.js";
import { findDescribedRevisions, findPolicyTexts, findWords } from "./policy-texts.repository.js";
import { namedVersion } from "./named-version.js";

/** Two versions, and how they can be compared. */
export interface ComparedVersions {
  readonly map: DataMapSnapshot;
  readonly from: PolicyVersionEntry;
  readonly to: PolicyVersionEntry;
  readonly language: string;
  /** Numbers of those of the two that have no text in the language. */
  readonly textMissingIn: readonly number[];
}

export interface ComparedMeaning {
  readonly fromRevision: number;
  readonly toRevision: number;
  readonly changes: Readonly<Record<MeaningPart, MeaningChanges>>;
}

/** Compares policy versions: what they say, word by word, and what that means. */
export class PolicyDiffService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly dataMaps: DataMapService,
  ) {}

  /**
   * @param language the later version's own where left out, or any that both are published in
   * @throws AppError NOT_FOUND where there is no such version; BAD_USER_INPUT where the language is none
   */
  async compare(from: number, to: number, language: string | null): Promise<ComparedVersions> {
    const map = this.dataMaps.current();
    const [one, other] = [namedVersion(map, from, "from"), namedVersion(map, to, "to")];
    const asked = language === null ? null : readLanguage(language);
    if (language !== null && asked === null) {
      const message = "A language is its BCP 47 tag, such as en, kk, ru or en-GB.";
      throw badInput([{ field: "language", message }]);
    }
    const texts = await findPolicyTexts(this.dataSource.manager, [from, to]);
    const languagesOf = (number: number) =>
      texts.flatMap((row) => (row.number === number ? [row.language] : []));
    const own = readLanguage(other.language) ?? other.language;
    const inBoth = languagesOf(to).filter((each) => languagesOf(from).includes(each));
    const chosen = asked ?? inBoth.find((each) => isSameLanguage(each, own)) ?? inBoth[0] ?? own;
    const textMissingIn = [...new Set([from, to])].filter((number) => !languagesOf(number).includes(chosen));
    return { map, from: one, to: other, language: chosen, textMissingIn };
  }

  /** How the words differ; null where one of the two has no text in the language. */
  async compareWords({ from, to, language }: ComparedVersions): Promise<TextComparison | null> {
    const names = [from, to].map(({ number }) => ({ number, language }));
    const words = await findWords(this.dataSource.manager, names);
    const wordsOf = ({ number }: PolicyVersionEntry) => words.find((each) => each.number === number)?.text;
    const [before, after] = [wordsOf(from), wordsOf(to)];
    return before === undefined || after === undefined ? null : compareTexts(before, after);
  }

  /** How the data maps differ that the two describe. */
  async compareMeaning({ from, to }: ComparedVersions): Promise<ComparedMeaning> {
    const revisions = await findDescribedRevisions(this.dataSource.manager, [from.number, to.number]);
    const [fromRevision, toRevision] = [revisions.get(from.number)!, revisions.get(to.number)!];
    const [before, after] = [
      await this.dataMaps.revision(fromRevision),
      await this.dataMaps.revision(toRevision),
    ];
    return { fromRevision, toRevision, changes: compareMeaning(before.document, after.document) };
  }
}
