import type { DataSource } from "typeorm";
import type { Clock } from "../../../platform/clock.js";
import { badInput, type AppError, type FieldProblem } from "../../../platform/errors.js";
import type { Pseudonym, SubjectListsService, SubjectsService } from "../../subjects/index.js";
import { problemsOfAuthorization } from "../core/authorized-content.js";
import { Positions } from "../core/positions.js";
import type { DisclosureInput } from "../core/read-disclosure.js";
import { SUBJECT_PROBLEMS_MAX } from "../core/read-subjects.js";
import type { PreparedDisclosure } from "../prepared-disclosure.js";
import { findDisclosuresById } from "../disclosures.repository.js";
import { findAuthorizations } from "./authorizations.repository.js";

/** A disclosure about to be recorded, and the input from which it was understood. */
export interface UnderstoodDisclosure {
  readonly input: DisclosureInput;
  readonly prepared: PreparedDisclosure;
}

/** Holds disclosures against the authorizations on which they say they rest. */
export class AuthorizationCheck {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    private readonly subjects: SubjectsService,
    private readonly lists: SubjectListsService,
  ) {}

  /**
   * What is wrong with the authorization of each disclosure, where anything is. Disclosures that are recorded already were held against theirs
   * then: a retry is good for ever. Asks the database nothing where no authorization is named, and otherwise at most four
   * questions for any number of disclosures that name their users, one more for each that names a list.
   */
  async refusalsOf(disclosures: readonly UnderstoodDisclosure[]): Promise<Map<PreparedDisclosure, AppError>> {
    const resting = await this.#notRecorded(
      disclosures.filter(({ prepared }) => prepared.content.authorization !== null),
    );
    if (resting.length === 0) return new Map();
    const problems = await this.#problemsOfContent(resting);
    const inOrder = resting.filter(({ prepared }) => !problems.has(prepared));
    for (const [prepared, wrong] of await this.#problemsOfNamed(inOrder)) problems.set(prepared, wrong);
    for (const { prepared } of inOrder) {
      const problem = await this.#problemOfList(prepared);
      if (problem) problems.set(prepared, [problem]);
    }
    return new Map([...problems].map(([prepared, wrong]) => [prepared, badInput(wrong)]));
  }

  async #notRecorded(resting: readonly UnderstoodDisclosure[]): Promise<readonly UnderstoodDisclosure[]> {
    if (resting.length === 0) return [];
    const ids = resting.map(({ prepared }) => prepared.id);
    const recorded = await findDisclosuresById(this.dataSource.manager, ids);
    return resting.filter(({ prepared }) => !recorded.has(prepared.id));
  }

  async #problemsOfContent(
    resting: readonly UnderstoodDisclosure[],
  ): Promise<Map<PreparedDisclosure, FieldProblem[]>> {
    const ids = new Set(resting.map(({ prepared }) => prepared.content.authorization!));
    const authorizations = await findAuthorizations(this.dataSource.manager, [...ids]);
    const now = this.clock.now();
    return new Map(
      resting.flatMap(({ prepared }): [PreparedDisclosure, FieldProblem[]][] => {
        const { content, recordedBy } = prepared;
        const authorization = authorizations.get(content.authorization!) ?? null;
        const problems = problemsOfAuthorization(authorization, content, recordedBy, now);
        return problems.length > 0 ? [[prepared, problems]] : [];
      }),
    );
  }

  /** Whoever was permitted has a number by then, so that a user without one was not. */
  async #problemsOfNamed(
    resting: readonly UnderstoodDisclosure[],
  ): Promise<Map<PreparedDisclosure, FieldProblem[]>> {
    const everyone = new Set(resting.flatMap(({ prepared }) => [...prepared.subjects.keys()]));
    if (everyone.size === 0) return new Map();
    const numbers = await this.subjects.findAll(this.dataSource.manager, everyone);
    const known = resting.flatMap(({ prepared }) =>
      [...prepared.subjects.keys()].flatMap((pseudonym) => {
        const number = numbers.get(pseudonym);
        const list = prepared.content.authorization!;
        return number === undefined ? [] : [{ prepared, pseudonym, list, number }];
      }),
    );
    const beyond = new Map<PreparedDisclosure, Pseudonym[]>(
      resting.map(({ prepared }) => [
        prepared,
        [...prepared.subjects.keys()].filter((pseudonym) => !numbers.has(pseudonym)),
      ]),
    );
    for (const position of await this.lists.findOutsiders(known)) {
      const { prepared, pseudonym } = known[position]!;
      beyond.get(prepared)!.push(pseudonym);
    }
    return new Map(
      resting.flatMap(({ prepared, input }): [PreparedDisclosure, FieldProblem[]][] => {
        const references = beyond.get(prepared)!.map((pseudonym) => prepared.subjects.get(pseudonym)!);
        const positions = new Positions(input.subjects ?? []).of(new Set(references));
        const problems = positions.slice(0, SUBJECT_PROBLEMS_MAX).map(beyondPermitted);
        return problems.length > 0 ? [[prepared, problems]] : [];
      }),
    );
  }

  async #problemOfList({ list, content }: PreparedDisclosure): Promise<FieldProblem | null> {
    if (list === null) return null;
    const count = await this.lists.countOutside(list, content.authorization!);
    if (count === 0) return null;
    return {
      field: "subjectList",
      message: `${count} of its users are not among those permitted. Send a list without them, or record the transfer without \`authorization\`.`,
    };
  }
}

function beyondPermitted(position: number): FieldProblem {
  return {
    field: `subjects[${position}]`,
    message:
      "This user is not among those permitted. Leave them out, or record the transfer without `authorization`.",
  };
}
