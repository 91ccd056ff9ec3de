import type { FieldProblem } from "../../../platform/errors.js";
import { problemsOfFactId } from "../../access/core/fact-id.js";
import { problemsOfReceipt } from "../../authorities/core/moments.js";
import { differingTexts, readTexts, type Texts } from "../../authorities/core/texts.js";
import { didYouMean } from "../../datamap/core/nearest-key.js";
import type { CatalogueList, DataMapSnapshot, RightsRequestKind } from "../../datamap/index.js";
import { normaliseReference, problemOfReference } from "../../subjects/core/reference.js";
import type { RequestForm } from "./vocabulary.js";

/** A request as a caller sends it: `OpenRightsRequestInput`. */
export interface RightsRequestInput {
  readonly id?: string | null;
  readonly subject: string;
  readonly kind: RightsRequestKind;
  readonly channel?: string | null;
  readonly form: RequestForm;
  readonly address?: string | null;
  readonly subjectLine?: string | null;
  readonly receivedAt: Date;
  readonly details?: string | null;
  readonly categories?: readonly string[] | null;
  readonly purposes?: readonly string[] | null;
  readonly legalGround?: string | null;
}

/** A request that was understood: with its texts and its person, what a retry is compared by. */
export interface RightsRequestContent {
  readonly kind: RightsRequestKind;
  readonly channel: string | null;
  readonly form: RequestForm;
  readonly receivedAt: Date;
  readonly categories: readonly string[];
  readonly purposes: readonly string[];
  readonly legalGround: string | null;
}

export interface ReadRequest {
  readonly content: RightsRequestContent;
  /** `address`, `subjectLine`, `details`: as the person may have written of anybody there, they can be erased. */
  readonly texts: Texts;
  /** The user's reference, normalised. It lives in memory only. */
  readonly reference: string;
  readonly problems: readonly FieldProblem[];
}

export const REQUEST_TEXTS = ["address", "subjectLine", "details"] as const;

const LINE_CHARS_MAX = 500;
const DETAILS_CHARS_MAX = 10_000;
const KEYS_MAX = 1_000;

/** Which kinds may be limited to part of the data, or to some purposes. */
const LIMITED_BY: Readonly<Record<"categories" | "purposes", readonly RightsRequestKind[]>> = {
  categories: ["RECTIFICATION", "BLOCKING", "REFUSAL_OF_USE"],
  purposes: ["BLOCKING", "REFUSAL_OF_USE"],
};

/** Understands a request, or says everything that is wrong with it. Pure: `now` is handed in. */
export function readRightsRequest(input: RightsRequestInput, map: DataMapSnapshot, now: Date): ReadRequest {
  const { kind, form, receivedAt } = input;
  const { texts, problems: wrongTexts } = readTexts([
    { field: "address", text: input.address, charsMax: LINE_CHARS_MAX, remedy: null },
    { field: "subjectLine", text: input.subjectLine, charsMax: LINE_CHARS_MAX, remedy: null },
    { field: "details", text: input.details, charsMax: DETAILS_CHARS_MAX, remedy: null },
  ]);
  const reference = normaliseReference(input.subject);
  const strange = problemOfReference(reference);
  return {
    content: {
      kind,
      channel: input.channel ?? null,
      form,
      receivedAt,
      categories: keysOf(input.categories),
      purposes: keysOf(input.purposes),
      legalGround: input.legalGround ?? null,
    },
    texts,
    reference,
    problems: [
      ...problemsOfFactId(input.id),
      ...(strange === null ? [] : [{ field: "subject", message: strange }]),
      ...problemsOfReceipt(receivedAt, now),
      ...(input.channel == null ? [] : problemsOfKey(map, "channels", "channel", input.channel)),
      ...problemsOfLimit(map, "categories", kind, input.categories ?? []),
      ...problemsOfLimit(map, "purposes", kind, input.purposes ?? []),
      ...problemsOfGround(map, kind, input.legalGround),
      ...wrongTexts,
    ],
  };
}

/** The fields in which a retry differs from what was recorded under its id; none: it is the same request. */
export function differingFields(
  recorded: RightsRequestContent & { readonly freeTextCommitments: Readonly<Record<string, unknown>> },
  recordedTexts: Texts,
  sent: RightsRequestContent,
  sentTexts: Texts,
): string[] {
  const compared = [
    "kind",
    "channel",
    "form",
    "receivedAt",
    "categories",
    "purposes",
    "legalGround",
  ] as const;
  return [
    ...compared.filter((field) => JSON.stringify(recorded[field]) !== JSON.stringify(sent[field])),
    ...differingTexts(recordedTexts, recorded.freeTextCommitments, sentTexts, REQUEST_TEXTS),
  ];
}

function keysOf(keys: readonly string[] | null | undefined): string[] {
  return [...new Set(keys ?? [])].sort();
}

function problemsOfLimit(
  map: DataMapSnapshot,
  list: "categories" | "purposes",
  kind: RightsRequestKind,
  keys: readonly string[],
): FieldProblem[] {
  if (keys.length === 0) return [];
  if (!LIMITED_BY[list].includes(kind)) {
    const message = `Leave it out: of ${list} speak requests of the kinds ${LIMITED_BY[list].join(", ")}; ${kind} concerns all of the user's data.`;
    return [{ field: list, message }];
  }
  if (keys.length > KEYS_MAX) return [{ field: list, message: `Name at most ${KEYS_MAX} of them.` }];
  return keys.flatMap((key, index) => problemsOfKey(map, list, `${list}[${index}]`, key));
}

function problemsOfGround(
  map: DataMapSnapshot,
  kind: RightsRequestKind,
  key: string | null | undefined,
): FieldProblem[] {
  if (key == null) return [];
  const field = "legalGround";
  if (kind !== "CONSENT_WITHDRAWAL") {
    return [{ field, message: "Leave it out: only consent is withdrawn, by a CONSENT_WITHDRAWAL." }];
  }
  const ground = map.legalGround(key);
  if (!ground) return problemsOfKey(map, "legalGrounds", field, key);
  if (ground.kind === "CONSENT") return [];
  return [{ field, message: "Only consent can be withdrawn: name a legal ground of the kind CONSENT." }];
}

function problemsOfKey(
  map: DataMapSnapshot,
  list: CatalogueList,
  field: string,
  key: string,
): FieldProblem[] {
  if (map.entry(list, key)) return [];
  return [{ field, message: `The data map has no entry with this key.${didYouMean(key, map.keys(list))}` }];
}
