import type {
  CalendarDay,
  DataMapService,
  DataMapSnapshot,
  Deadline,
  RightsRuleEntry,
} from "../../datamap/index.js";
import { answerTermOf, effectTermOf, lastDayUnder } from "../core/deadlines.js";
import { rightsRuleOf } from "../core/rights-rule.js";
import type { RightsRequestRow } from "./rights-request-row.js";

/** What the rules of the data map come to for one request. */
export interface RequestTerms {
  readonly map: DataMapSnapshot;
  /** Undefined where the data map has none for the kind. */
  readonly rule: RightsRuleEntry | undefined;
  /** The day on which the request was received, on the controller's calendar. */
  readonly receivedOn: CalendarDay;
  /** The last day for the answer; null where there is no deadline. */
  readonly due: Deadline | null;
  /** The last day without effect; null where the effect is not put off. */
  readonly effect: Deadline | null;
}

/** Reads requests under the rules that were in force when they were received. */
export class RequestTermsService {
  constructor(private readonly dataMap: DataMapService) {}

  /** The data map by whose rules a request is dealt with that was received at a moment. */
  mapFor(receivedAt: Date): Promise<DataMapSnapshot> {
    return this.dataMap.inForceAt(receivedAt);
  }

  async of(request: Pick<RightsRequestRow, "kind" | "receivedAt" | "revision">): Promise<RequestTerms> {
    return this.under(await this.dataMap.revision(request.revision), request);
  }

  under(
    map: DataMapSnapshot,
    { kind, receivedAt }: Pick<RightsRequestRow, "kind" | "receivedAt">,
  ): RequestTerms {
    const receivedOn = map.calendarDay(receivedAt);
    const rule = rightsRuleOf(map, kind, receivedOn);
    const newest = this.dataMap.current();
    return {
      map,
      rule,
      receivedOn,
      due: lastDayUnder(receivedOn, answerTermOf(rule), map, newest),
      effect: lastDayUnder(receivedOn, effectTermOf(rule), map, newest),
    };
  }
}

/** The first moment after a last day, in the controller's time zone; null where the day is not known. */
export function momentAfter(deadline: Deadline | null, map: DataMapSnapshot): Date | null {
  return deadline !== null && "lastDay" in deadline ? map.endOf(deadline.lastDay) : null;
}
