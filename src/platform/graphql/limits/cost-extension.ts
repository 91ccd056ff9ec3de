import { Extensions } from "type-graphql";

/** The key of the GraphQL extension that `cost.ts` reads. */
export const FIELD_COST = "fieldCost";

/** What is said of a field's cost beside its declaration; what is left out is computed by the rules of docs/limits.md. */
export interface FieldCost {
  /** What the field itself costs, each time it is answered. One value of the answer costs 1, and about 5 µs. */
  readonly own?: number;
  /** Of a field that answers each entry of an argument: that argument's name. */
  readonly entriesOf?: string;
  /** Of a field that may take minutes over many disclosures. */
  readonly takesLong?: boolean;
}

/** For a field that looks through much, or answers as many entries as it was sent. */
export function Costs(cost: FieldCost): PropertyDecorator & MethodDecorator {
  return Extensions({ [FIELD_COST]: cost });
}
