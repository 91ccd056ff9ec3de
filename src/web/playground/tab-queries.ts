/** What the tabs ask. Two lines on top of each say what it does and what to change. */

export const RECORD_A_DISCLOSURE = `# Records who got users' data. Each run records one more.
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

export const WHO_RECEIVED = `# Who received this user's data, and why. Null: nobody did.
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

export const THE_DATA_MAP = `# The data map: the data there are, who may get them, why.
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

export const TO_BANKS_THIS_YEAR = `# What went to banks since the year began, the latest first.
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

export const WHAT_CHANGED = `# What is new, changed or retired in the data map.
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

export const WHAT_BROKE_A_RULE = `# What broke a rule, whom it concerns, what mends it.
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

export const WHAT_A_USER_ASKS = `# Takes in that a user asks who got the data, and by when
# the answer is due. Each run takes in one more request.
mutation WhatAUserAsks($input: OpenRightsRequestInput!) {
  openRightsRequest(input: $input) {
    rightsRequest {
      id
      kind
      status
      inDueForm
      formProblems
      dueAt
      rule {
        name
        identityEvidence
      }
      dataSubject {
        requests(first: 20) {
          nodes {
            kind
            status
            dueAt
          }
        }
      }
    }
  }
}
`;

export const THE_LEDGER = `# The latest checkpoint of the ledger, and receipts to keep.
# A receipt is null for a second or two. Change: how many.
query TheLedger($latest: Int!) {
  ledger {
    origin
    publicKey
    size
    pending
    halted
    checkpoint
  }
  disclosures(first: $latest) {
    nodes {
      id
      recordedAt
      receipt
    }
  }
}
`;
