import {
  ADDRESS,
  ADVERTISER,
  ANALYTICS,
  BANK,
  COURIER,
  DAY,
  DEMAND,
  EMAIL,
  HOSTING,
  IIN,
  NAME,
  NIGHT,
  OFFICE,
  PHONE,
  SURVEYS,
  type TransferKind,
} from "./transfer-kind.js";

/** What breaks a rule of the map, each in another way: for an analyst to find. */
export const BREAKING_KINDS: readonly TransferKind[] = [
  // A financial institution gets more than the policy lists.
  {
    count: 24,
    ofExampleUser: 1,
    says: BANK,
    categories: [[IIN, PHONE, ...NAME, "identification.date_of_birth", ADDRESS]],
    channels: ["API", "EMAIL"],
    usersMax: 3,
    hours: DAY,
  },
  // The advertising partner gets a telephone number.
  {
    count: 18,
    ofExampleUser: 1,
    says: ADVERTISER,
    categories: [[EMAIL, PHONE, "usage.services_of_interest"]],
    channels: ["FILE"],
    usersMax: 30,
    hours: OFFICE,
  },
  // The courier is used for marketing.
  {
    count: 12,
    ofExampleUser: 0,
    says: { ...COURIER, purpose: "marketing", legalGround: "consent" },
    categories: [[...NAME, PHONE]],
    channels: ["EMAIL"],
    usersMax: 12,
    hours: OFFICE,
  },
  // The survey agency works on a ground that no rule names.
  {
    count: 12,
    ofExampleUser: 0,
    says: { ...SURVEYS, legalGround: "contract" },
    categories: [["identification.first_name", EMAIL]],
    channels: ["FILE"],
    usersMax: 20,
    hours: OFFICE,
  },
  // No agreement is named where one is required.
  {
    count: 20,
    ofExampleUser: 0,
    says: { recipient: "example_courier", purpose: "provision_of_services", legalGround: "contract" },
    categories: [[...NAME, ADDRESS, PHONE]],
    channels: ["API"],
    usersMax: 4,
    hours: DAY,
  },
  // The hosting company's servers in another country, which its safeguard does not cover.
  {
    count: 16,
    ofExampleUser: 1,
    says: { ...HOSTING, destination: "US" },
    categories: [["identification", "transaction"]],
    channels: ["OTHER"],
    usersMax: 12,
    hours: NIGHT,
  },
  // Statistics need no address to write to.
  {
    count: 14,
    ofExampleUser: 1,
    says: ANALYTICS,
    categories: [["usage", "technical", EMAIL]],
    channels: ["API"],
    usersMax: 10,
    hours: NIGHT,
  },
  // Asked for by telephone, without a document.
  {
    count: 20,
    ofExampleUser: 0,
    says: {
      ...DEMAND,
      recipient: "example_police",
      source: "support service",
      note: "Asked for by telephone; the written demand was to follow.",
    },
    categories: [[...NAME, PHONE]],
    channels: ["PHONE"],
    usersMax: 1,
    hours: DAY,
  },
  // A demand is answered on consent.
  {
    count: 14,
    ofExampleUser: 0,
    says: { ...DEMAND, recipient: "example_police", legalGround: "consent", source: "support service" },
    categories: [[...NAME, ADDRESS]],
    channels: ["EMAIL"],
    usersMax: 2,
    hours: OFFICE,
  },
];
