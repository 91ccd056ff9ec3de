import type { GraphQLSchema } from "graphql";
import { format } from "prettier";
import { fieldsOf, requirementOf } from "../../src/modules/access/enforce-permissions.js";
import { BOUND_ROLES } from "../../src/modules/access/core/read-scope.js";
import { PERMISSIONS, permissionsOf, ROLES, type Permission } from "../../src/modules/access/index.js";
import { ANY_CALLER } from "../../src/platform/graphql/permission-extension.js";

/** One kind of caller, a column of the matrix. */
export interface MatrixCaller {
  readonly name: string;
  readonly permissions: ReadonlySet<Permission>;
}

export const CALLERS: readonly MatrixCaller[] = [
  ...ROLES.map((role) => ({ name: role, permissions: permissionsOf(role) })),
  ...BOUND_ROLES.map((role) => ({ name: `${role} (bound)`, permissions: permissionsOf(role, true) })),
];

interface Line {
  readonly type: string;
  readonly field: string;
  /** As the page writes it: `READ_LEDGER`, or several of which any one is enough. */
  readonly needs: string;
  /** The names of the callers who may use the field. */
  readonly callers: readonly string[];
}

const ROOTS = ["Query", "Mutation"];
const ANYBODY = "any valid key";

/** The page that shows who may use which field, as Markdown that prettier leaves as it is. */
export function renderRoleMatrix(schema: GraphQLSchema, head: string): Promise<string> {
  const lines = linesOf(schema);
  const roots = ROOTS.flatMap((type) => [
    `## ${type === "Query" ? "Queries" : "Mutations"}`,
    "",
    ...table(
      [type, "needs"],
      lines
        .filter((line) => line.type === type)
        .map(({ field, needs, callers }) => ({ cells: [`\`${field}\``, needs], callers })),
    ),
    "",
  ]);
  const permissions = PERMISSIONS.map((permission) => ({
    cells: [`\`${permission}\``],
    callers: CALLERS.filter((caller) => caller.permissions.has(permission)).map(({ name }) => name),
  }));
  return format(
    [
      head,
      "## Permissions",
      "",
      ...table(["permission"], permissions),
      "",
      ...roots,
      "## Fields of what they answer",
      "",
      ...fieldSections(lines.filter(({ type }) => !ROOTS.includes(type))),
    ].join("\n"),
    { parser: "markdown" },
  );
}

/** Who may use which field according to a page that `renderRoleMatrix` wrote: the callers' names by `Type.field`. */
export function readRoleMatrix(page: string): Map<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  let columns: string[] = [];
  let callers: string[] = [];
  for (const line of page.split("\n")) {
    if (line.startsWith("|")) {
      const cells = line.split("|").map((cell) => cell.trim());
      if (ROOTS.includes(cells[1]!)) columns = cells;
      else if (/^`[a-z]/.test(cells[1]!))
        found.set(
          `${columns[1]}.${unquoted(cells[1]!)}`,
          columns.filter((_, index) => cells[index] === "yes"),
        );
    } else if (line.startsWith("For ")) callers = line.slice("For ".length, -1).split(", ");
    else if (line.startsWith("- ")) {
      const [type, ...fields] = [...line.matchAll(/`(\w+)`/g)].map(([, name]) => name!);
      for (const field of fields) found.set(`${type}.${field}`, callers);
    }
  }
  return found;
}

function unquoted(cell: string): string {
  return cell.replaceAll("`", "");
}

function linesOf(schema: GraphQLSchema): Line[] {
  return [...fieldsOf(schema)]
    .map(({ type, field }) => {
      const requirement = requirementOf(type, field)!;
      const permissions = requirement === ANY_CALLER ? [] : requirement;
      const may = (caller: MatrixCaller) =>
        requirement === ANY_CALLER || permissions.some((each) => caller.permissions.has(each));
      return {
        type: type.name,
        field: field.name,
        needs: permissions.map((permission) => `\`${permission}\``).join(" or ") || ANYBODY,
        callers: CALLERS.filter(may).map(({ name }) => name),
      };
    })
    .sort((a, b) => compare(`${a.type}.${a.field}`, `${b.type}.${b.field}`));
}

/** By code points: the same on every machine. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function table(
  heads: readonly string[],
  rows: readonly { readonly cells: readonly string[]; readonly callers: readonly string[] }[],
): string[] {
  const write = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const names = CALLERS.map(({ name }) => name);
  return [
    write([...heads, ...names]),
    write([...heads, ...names].map(() => "---")),
    ...rows.map(({ cells, callers }) =>
      write([...cells, ...names.map((name) => (callers.includes(name) ? "yes" : ""))]),
    ),
  ];
}

/** A section for each permission that fields need, and in it each type with those fields. */
function fieldSections(lines: readonly Line[]): string[] {
  const sections = new Map<string, Map<string, Line[]>>();
  for (const line of lines) {
    const types = sections.get(line.needs) ?? new Map<string, Line[]>();
    sections.set(line.needs, types.set(line.type, [...(types.get(line.type) ?? []), line]));
  }
  return [...sections]
    .sort(([a], [b]) => compare(a, b))
    .flatMap(([needs, types]) => [
      `### ${needs}`,
      "",
      `For ${[...types.values()][0]![0]!.callers.join(", ")}:`,
      "",
      ...[...types].map(
        ([type, fields]) => `- \`${type}\`: ${fields.map(({ field }) => `\`${field}\``).join(", ")}`,
      ),
      "",
    ]);
}
