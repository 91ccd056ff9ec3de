import type { DataSource } from "typeorm";
import type { LoaderDefinition } from "../../platform/graphql/loaders.js";
import type { SubjectNumber } from "./core/subject-number.js";
import type { SubjectsService } from "./subjects.service.js";

export class SubjectsLoaders {
  readonly referenceByNumber: LoaderDefinition<SubjectNumber, string>;

  constructor(dataSource: DataSource, subjects: SubjectsService) {
    this.referenceByNumber = {
      name: "referenceByNumber",
      batch: (numbers) => subjects.unsealAll(dataSource.manager, numbers),
    };
  }
}
