import { ForgetFacts } from "../modules/consents/index.js";
import { ForgetDisclosures } from "../modules/disclosures/index.js";
import { ForgetDestructions } from "../modules/retention/index.js";
import {
  ErasePerson,
  ErasuresUnderWay,
  RequestTermsService,
  type Forgetters,
} from "../modules/rights/index.js";
import { ForgetLookUps, type PersonForgetter } from "../modules/subjects/index.js";
import { makeOpening } from "./notification-resolvers.js";
import type { Services } from "./services.js";

/** Who take an erased person out of what they keep by number. */
function forgettersByNumber({ erased, coverage }: Services): PersonForgetter[] {
  return [
    erased,
    new ForgetFacts(),
    new ForgetDisclosures(coverage),
    new ForgetDestructions(),
    new ForgetLookUps(),
  ];
}

/** Erases persons; `byPseudonym` are those who forget them by the pseudonym. */
export function makeErasePerson(services: Services, byPseudonym: Forgetters["byPseudonym"]): ErasePerson {
  const { clock, erased, facts, recorder, keyring } = services;
  const forgetters = { byNumber: forgettersByNumber(services), byPseudonym };
  return new ErasePerson(clock, erased, facts, recorder, forgetters, keyring);
}

/** Sees to what was under way while persons were erased. */
export function makeErasuresUnderWay(services: Services): ErasuresUnderWay {
  const { dataSource, dataMap, subjects, keyring } = services;
  const { missing } = makeOpening(services, new RequestTermsService(dataMap));
  return new ErasuresUnderWay(dataSource, subjects, forgettersByNumber(services), missing, keyring);
}
