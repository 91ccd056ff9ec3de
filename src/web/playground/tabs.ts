import {
  RECORD_A_DISCLOSURE,
  THE_DATA_MAP,
  THE_LEDGER,
  TO_BANKS_THIS_YEAR,
  WHAT_A_USER_ASKS,
  WHAT_BROKE_A_RULE,
  WHAT_CHANGED,
  WHO_RECEIVED,
} from "./tab-queries.js";

/** The tabs a new visitor finds. Each works as it stands on the example data map. */

export interface PlaygroundTab {
  /** What the tab is called; its query's operation has a name of its own, because GraphQL allows no spaces. */
  readonly title: string;
  readonly operationName: string;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** The user of the first tab, whom the second one asks about. */
const EXAMPLE_USER = "example-user-1";

const whoReceived: PlaygroundTab = {
  title: "Who received this user's data",
  operationName: "WhoReceivedThisUsersData",
  query: WHO_RECEIVED,
  variables: { reference: EXAMPLE_USER },
};

const theDataMap: PlaygroundTab = {
  title: "The data map",
  operationName: "TheDataMap",
  query: THE_DATA_MAP,
  variables: { revision: null },
};

const whatChanged: PlaygroundTab = {
  title: "What changed",
  operationName: "WhatChangedBetweenTwoRevisions",
  query: WHAT_CHANGED,
  // A new registry has one revision, in which nothing differs from itself.
  variables: { from: 1, to: 1 },
};

const whatBrokeARule: PlaygroundTab = {
  title: "What broke a rule",
  operationName: "WhatBrokeARule",
  query: WHAT_BROKE_A_RULE,
  variables: { filter: { kind: "BREACH", acknowledged: false } },
};

const theLedger: PlaygroundTab = {
  title: "The ledger",
  operationName: "TheLedger",
  query: THE_LEDGER,
  variables: { latest: 3 },
};

/**
 * The tabs in their order. `now` gives the first disclosure and the request their times, and says which year this is, on the
 * visitor's own calendar.
 */
export function tabsAt(now: Date): readonly PlaygroundTab[] {
  return [
    {
      title: "Record a disclosure",
      operationName: "RecordADisclosure",
      query: RECORD_A_DISCLOSURE,
      variables: {
        input: {
          occurredAt: now.toISOString(),
          recipient: "example_bank",
          purpose: "provision_of_services",
          legalGround: "consent",
          categories: ["identification.first_name", "identification.mobile_phone"],
          subjects: [EXAMPLE_USER, "example-user-2"],
        },
      },
    },
    whoReceived,
    theDataMap,
    {
      title: "Disclosures to banks this year",
      operationName: "DisclosuresToBanksThisYear",
      query: TO_BANKS_THIS_YEAR,
      variables: {
        filter: {
          recipientKind: "FINANCIAL_INSTITUTION",
          occurredFrom: new Date(now.getFullYear(), 0, 1).toISOString(),
        },
      },
    },
    whatChanged,
    whatBrokeARule,
    {
      title: "Users' rights",
      operationName: "WhatAUserAsks",
      query: WHAT_A_USER_ASKS,
      variables: {
        input: {
          subject: EXAMPLE_USER,
          kind: "ACCESS",
          receivedAt: now.toISOString(),
          address: "info@edcrunch.kz",
          subjectLine: "My data",
        },
      },
    },
    theLedger,
  ];
}

/** The name on a tab: ours where the operation is one of ours, else the operation's own name. */
export function titleOf(operationName: string, tabs: readonly PlaygroundTab[]): string {
  return tabs.find((tab) => tab.operationName === operationName)?.title ?? operationName;
}
