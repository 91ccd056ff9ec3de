import { Field, ObjectType } from "type-graphql";
import { Count, UUID } from "../../platform/graphql/scalars.js";
import { RequirePermission } from "../access/index.js";

@ObjectType("LedgerEntry", {
  description: "A leaf of the ledger: what one recorded fact comes to, in a form that names no person.",
})
@RequirePermission("READ_LEDGER")
export class LedgerEntry {
  @Field(() => Count, { description: "Its place in the log; the first has 0." })
  readonly index!: number;

  @Field(() => String, { description: "What kind of fact it is about, such as `disclosure`." })
  readonly kind!: string;

  @Field(() => UUID, {
    description: "The fact's id; for facts whose key is no UUID, one that is made of the key.",
  })
  readonly event!: string;

  @Field(() => String, { description: "The leaf itself, line by line, as it was hashed." })
  readonly text!: string;

  @Field(() => String, { description: "The leaf's hash in the tree (RFC 6962, section 2.1), base64." })
  readonly hash!: string;
}

@ObjectType("Ledger", {
  description:
    "The append-only log of everything recorded (C2SP tlog-tiles), as far as it is published: once a checkpoint covers an entry, nobody can change or drop it unnoticed.",
})
@RequirePermission("READ_LEDGER")
export class Ledger {
  @Field(() => Boolean, { description: "Whether what is recorded now enters the ledger." })
  readonly isOn!: boolean;

  @Field(() => String, { description: "The log's name, the first line of each checkpoint." })
  readonly origin!: string;

  @Field(() => String, {
    nullable: true,
    description:
      "The key that checkpoints are verified with (C2SP signed-note). Get it from the operator by another way, too: whoever serves a false log serves a false key. Null until the ledger was first turned on.",
  })
  readonly publicKey!: string | null;

  @Field(() => Count, { description: "How many entries the newest checkpoint covers." })
  readonly size!: number;

  @Field(() => String, {
    nullable: true,
    description: "The newest checkpoint, a signed note (C2SP tlog-checkpoint); null before the first.",
  })
  readonly checkpoint!: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      "Why nothing is published any more, and what to do: what the database holds does not continue what was signed. Null while all is well.",
  })
  readonly halted!: string | null;
}
