import { ArgsType, Field, Int, ObjectType } from "type-graphql";
import { Costs } from "./limits/cost-extension.js";
import { AllowAnyCaller } from "./permission-extension.js";
import { badInput } from "../errors.js";
import type { FieldProblem } from "../errors.js";

export const PAGE_SIZE_DEFAULT = 50;
export const PAGE_SIZE_MAX = 1_000;

/** One entry of a list with its place in it. */
export interface Edge<Node> {
  readonly cursor: string;
  readonly node: Node;
}

/** One page of a list, as a service hands it to a connection. */
export interface ConnectionPage<Node> {
  readonly edges: readonly Edge<Node>[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  /** Counts the whole list. Called only when a query selects `totalCount`. */
  readonly countAll: () => number | Promise<number>;
}

@AllowAnyCaller()
@ObjectType("PageInfo", { description: "Where a page stands in its list, and how to go on from it." })
export class PageInfo {
  @Field(() => Boolean, {
    description:
      "Whether entries follow this page: ask again with `after: endCursor`. With `first`, those from `before` on do not count.",
  })
  readonly hasNextPage: boolean;

  @Field(() => Boolean, {
    description:
      "Whether entries precede this page: ask again with `before: startCursor`. With `last`, those up to `after` do not count.",
  })
  readonly hasPreviousPage: boolean;

  @Field(() => String, {
    nullable: true,
    description: "The place of the page's first entry; null on an empty page.",
  })
  readonly startCursor: string | null;

  @Field(() => String, {
    nullable: true,
    description: "The place of the page's last entry; null on an empty page.",
  })
  readonly endCursor: string | null;

  constructor(page: ConnectionPage<unknown>) {
    this.hasNextPage = page.hasNextPage;
    this.hasPreviousPage = page.hasPreviousPage;
    this.startCursor = page.edges.at(0)?.cursor ?? null;
    this.endCursor = page.edges.at(-1)?.cursor ?? null;
  }
}

/** The paging arguments of every connection. */
@ArgsType()
export class ConnectionArgs {
  @Field(() => Int, {
    nullable: true,
    description: `How many entries from the start of the list (or after \`after\`): 0 to ${PAGE_SIZE_MAX}; ${PAGE_SIZE_DEFAULT} where neither \`first\` nor \`last\` is given.`,
  })
  first?: number | null;

  @Field(() => String, { nullable: true, description: "Only entries after this cursor." })
  after?: string | null;

  @Field(() => Int, {
    nullable: true,
    description: `How many entries from the end of the list (or before \`before\`): 0 to ${PAGE_SIZE_MAX}; not together with \`first\`.`,
  })
  last?: number | null;

  @Field(() => String, { nullable: true, description: "Only entries before this cursor." })
  before?: string | null;
}

/** The page asked for. Entries come in the list's own order in both directions. */
export interface PageRequest {
  readonly direction: "forward" | "backward";
  /** 0 to `PAGE_SIZE_MAX`. */
  readonly limit: number;
  /** Undecoded cursors: see `decodeCursor`. */
  readonly after?: string;
  readonly before?: string;
}

/** Throws BAD_USER_INPUT that names `first` or `last` and the remedy. */
export function readPageArgs(args: ConnectionArgs): PageRequest {
  const problems: FieldProblem[] = [];
  for (const field of ["first", "last"] as const) {
    const size = args[field];
    if (size != null && (size < 0 || size > PAGE_SIZE_MAX)) {
      problems.push({ field, message: `Ask for 0 to ${PAGE_SIZE_MAX} entries a page; go on with a cursor.` });
    }
  }
  if (args.first != null && args.last != null) {
    problems.push({ field: "last", message: "Give either first or last, not both." });
  }
  if (problems.length > 0) throw badInput(problems);
  return {
    direction: args.last != null ? "backward" : "forward",
    limit: args.last ?? args.first ?? PAGE_SIZE_DEFAULT,
    ...(args.after != null && { after: args.after }),
    ...(args.before != null && { before: args.before }),
  };
}

/** How a connection reads in the schema. */
export interface ConnectionDescription {
  /** The entries in the plural, in lower case: "disclosures". */
  readonly entries: string;
  /** Ends the type's description: what the list holds and in which order. */
  readonly description: string;
  /** Declares who may read it. The platform knows no permissions, so each module passes its own. */
  readonly access: ClassDecorator;
}

type NodeClass<Node> = abstract new (...args: never[]) => Node;

/** A connection's GraphQL type; `new` makes one from a page. */
export interface Connection<Node> {
  readonly edges: readonly Edge<Node>[];
  readonly nodes: readonly Node[];
  readonly pageInfo: PageInfo;
  totalCount(): number | Promise<number>;
}

/**
 * The Relay connection over `nodeClass`, named `…Connection` with its edges `…Edge`.
 *
 * Call it once per name, at the top of a `.type` file: `export const DisclosureConnection = connectionOf(Disclosure, "DisclosureConnection", …)`.
 */
export function connectionOf<Node extends object>(
  nodeClass: NodeClass<Node>,
  name: `${string}Connection`,
  { entries, description, access }: ConnectionDescription,
): new (page: ConnectionPage<Node>) => Connection<Node> {
  const edgeName = name.replace(/Connection$/, "Edge");

  @access
  @ObjectType(edgeName, { description: `One of the ${entries} with its place in the list.` })
  class NodeEdge implements Edge<Node> {
    @Field(() => String, {
      description: "The entry's place in the list: pass it as `after` or `before`, unchanged.",
    })
    readonly cursor!: string;

    @Field(() => nodeClass, { description: "The entry itself." })
    readonly node!: Node;
  }

  @access
  @ObjectType(name, { description })
  class NodeConnection implements Connection<Node> {
    constructor(private readonly page: ConnectionPage<Node>) {}

    @Field(() => [NodeEdge], { description: `The ${entries} of this page, each with its cursor.` })
    get edges(): readonly Edge<Node>[] {
      return this.page.edges;
    }

    @Field(() => [nodeClass], { description: `The ${entries} of this page, without cursors.` })
    get nodes(): readonly Node[] {
      return this.page.edges.map((edge) => edge.node);
    }

    @Field(() => PageInfo, { description: "Where this page stands in the list." })
    get pageInfo(): PageInfo {
      return new PageInfo(this.page);
    }

    @Costs({ own: 50 })
    @Field(() => Int, {
      description: `How many ${entries} the whole list holds. Counted only when selected.`,
    })
    totalCount(): number | Promise<number> {
      return this.page.countAll();
    }
  }
  return NodeConnection;
}
