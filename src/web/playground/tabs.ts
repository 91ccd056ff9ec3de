/** The tabs a new visitor finds, in this order. Each works as it stands on the example data map. */

export interface PlaygroundTab {
  /** What the tab is called; its query's operation has a name of its own, because GraphQL allows no spaces. */
  readonly title: string;
  readonly operationName: string;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** The user of the first tab, whom the second one asks about. */
const EXAMPLE_USER = "example-user-1";

const RECORD_A_DISCLOSURE = `# Records who got users' data. Each run records one more.
# Change below: who got it, why, which data, whose, when.
mutation RecordADisclosure($input: RecordDisclosureInput!) {
  recordDisclosure(input: $input) {
    disclosure {
      id
      occurredAt
      recipient {
        name
      }
      purpose {
        name
      }
      legalGround {
        name
      }
      categories {
        name
      }
      subjectCount
      crossBorder
      findings {
        code
        message
        subjectCount
      }
      duplicatesSuspected {
        id
      }
    }
  }
}
`;

const WHO_RECEIVED = `# Who received this user's data, and why. Null: nobody did.
# Change the user below; the first tab records an example.
query WhoReceivedThisUsersData($reference: String!) {
  dataSubject(reference: $reference) {
    accounting {
      entries {
        recipient {
          name
          address
        }
        categories {
          name
        }
        purpose {
          name
        }
        legalGround {
          name
        }
        destination
        count
        firstAt
        lastAt
      }
    }
  }
}
`;

const THE_DATA_MAP = `# The data map: the data there are, who may get them, why.
# For an earlier state, put its revision's number below.
query TheDataMap($revision: Int) {
  dataMap(revision: $revision) {
    revision
    appliedAt
    message
    sharingRules {
      name
      recipient {
        key
      }
      recipientKind
      purpose {
        key
      }
      legalGround {
        key
      }
      categories {
        key
      }
    }
    recipients {
      key
      name
      kind
    }
    purposes {
      key
      name
    }
    legalGrounds {
      key
      name
    }
    categories {
      key
      name
    }
  }
}
`;

const TO_BANKS_THIS_YEAR = `# What went to banks since the year began, the latest first.
# Change below: the kind of recipient, and the time.
query DisclosuresToBanksThisYear($filter: DisclosureFilter!) {
  disclosures(filter: $filter, orderBy: OCCURRED_AT, first: 50) {
    nodes {
      id
      occurredAt
      recipient {
        name
      }
      purpose {
        name
      }
      categories {
        name
      }
      subjectCount
    }
    pageInfo {
      hasNextPage
    }
  }
}
`;

const WHAT_CHANGED = `# What is new, changed or retired in the data map.
# Change below: the numbers of the two revisions to compare.
query WhatChangedBetweenTwoRevisions($from: Int!, $to: Int!) {
  dataMapDiff(from: $from, to: $to) {
    from
    to
    changes {
      kind
      type
      key
      name
      fields {
        field
        before
        after
      }
    }
  }
}
`;

const WHAT_BROKE_A_RULE = `# What broke a rule, whom it concerns, what mends it.
# Change below: which findings. All of them: {}.
query WhatBrokeARule($filter: FindingFilter) {
  findingCounts(filter: $filter, groupBy: CODE) {
    code
    findings
    subjectFindings
  }
  findings(filter: $filter, first: 20) {
    nodes {
      id
      code
      message
      subjectCount
      disclosure {
        id
        occurredAt
        recipient {
          name
        }
      }
    }
    pageInfo {
      hasNextPage
    }
  }
}
`;

/** `now` gives the first disclosure its time and says which year this is, on the visitor's own calendar. */
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
    {
      title: "Who received this user's data",
      operationName: "WhoReceivedThisUsersData",
      query: WHO_RECEIVED,
      variables: { reference: EXAMPLE_USER },
    },
    {
      title: "The data map",
      operationName: "TheDataMap",
      query: THE_DATA_MAP,
      variables: { revision: null },
    },
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
    {
      title: "What changed between two revisions",
      operationName: "WhatChangedBetweenTwoRevisions",
      query: WHAT_CHANGED,
      // A new registry has one revision, in which nothing differs from itself.
      variables: { from: 1, to: 1 },
    },
    {
      title: "What broke a rule",
      operationName: "WhatBrokeARule",
      query: WHAT_BROKE_A_RULE,
      variables: { filter: { kind: "BREACH", acknowledged: false } },
    },
  ];
}

/** The name on a tab: ours where the operation is one of ours, else the operation's own name. */
export function titleOf(operationName: string, tabs: readonly PlaygroundTab[]): string {
  return tabs.find((tab) => tab.operationName === operationName)?.title ?? operationName;
}
