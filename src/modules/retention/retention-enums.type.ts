import { vocabulary } from "../../platform/graphql/vocabulary.js";
import { UNDECIDABLE_REASONS } from "./core/retention-term.js";
import { DESTRUCTION_METHODS } from "./core/vocabulary.js";

export const DestructionMethodEnum = vocabulary(
  DESTRUCTION_METHODS,
  "DestructionMethod",
  "How data were destroyed.",
  {
    DELETION: "Deleted by the means of the program or database that kept them.",
    OVERWRITING: "Overwritten on their medium, so that laboratory means are needed to tell what stood there.",
    CRYPTOGRAPHIC_ERASURE: "They were encrypted, and the key was destroyed.",
    PHYSICAL_DESTRUCTION: "The paper or the medium was shredded, burnt, pulped or otherwise made unusable.",
    ANONYMISATION:
      "What tied them to a person was removed; only where the retention rule says that this is enough.",
  },
);

export const UndecidableReasonEnum = vocabulary(
  UNDECIDABLE_REASONS,
  "UndecidableReason",
  "Why the registry cannot tell whose data may be kept no longer by a retention rule.",
  {
    START_UNKNOWN: "It runs from an event of which the registry is not told.",
    NO_PERIOD: "It sets no period: the data are kept as long as its criteria ask, which people decide.",
  },
);
