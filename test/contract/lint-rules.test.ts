import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { ESLint } from "eslint";
import { projectRoot } from "../../src/platform/project-root.js";

const eslint = new ESLint({ cwd: projectRoot });

/** ESLint's number for what fails a check; a warning does not. */
const ERROR = 2;

/** The errors lint finds in `code` if it stood in `file`, which must exist (types are looked up there). */
async function lint(code: string, file = "src/platform/ids.ts"): Promise<string[]> {
  const [result] = await eslint.lintText(code, { filePath: join(projectRoot, file) });
  return (result?.messages ?? [])
    .filter(({ severity }) => severity === ERROR)
    .map(({ ruleId, message }) => `${ruleId}: ${message}`);
}

const graphql = (names: string, code: string) => `import { ${names} } from "type-graphql";\n${code}`;

interface Ban {
  readonly ban: string;
  /** Part of the one message that each bad sample must raise. */
  readonly says: string;
  readonly bad: readonly string[];
  readonly good: readonly string[];
}

const BANS: readonly Ban[] = [
  {
    ban: "GraphQL types left to inference",
    says: "State the GraphQL type",
    bad: [
      graphql("Field, ObjectType", "@ObjectType() export class Thing { @Field() size!: number; }"),
      graphql(
        "Field, ObjectType",
        "@ObjectType() export class Thing { @Field({ nullable: true }) size!: number; }",
      ),
      graphql("Query, Resolver", "@Resolver() export class Things { @Query() one(): number { return 1; } }"),
      graphql(
        "Arg, Int, Query, Resolver",
        '@Resolver() export class Things { @Query(() => Int) one(@Arg("of") of: number): number { return of; } }',
      ),
    ],
    good: [
      graphql(
        "Field, Int, ObjectType",
        "@ObjectType() export class Thing { @Field(() => Int, { nullable: true }) size!: number; }",
      ),
      graphql(
        "Arg, Int, Query, Resolver",
        '@Resolver() export class Things { @Query(() => Int) one(@Arg("of", () => Int) of: number): number { return of; } }',
      ),
    ],
  },
  {
    ban: "TypeORM relations",
    says: "Keep the id in a column",
    bad: [
      'import { Entity, ManyToOne } from "typeorm";\n@Entity() export class Leaf { @ManyToOne("Tree") tree!: object; }',
      'import { Entity, OneToMany } from "typeorm";\n@Entity() export class Tree { @OneToMany("Leaf", "tree") leaves!: object[]; }',
      'import { Entity, JoinColumn } from "typeorm";\n@Entity() export class Leaf { @JoinColumn() tree!: object; }',
    ],
    good: [
      'import { Column, Entity } from "typeorm";\n@Entity() export class Leaf { @Column({ name: "tree_id", type: "uuid" }) treeId!: string; }',
    ],
  },
  {
    ban: "save() and its kin",
    says: "Use insert()",
    bad: [
      'import type { EntityManager } from "typeorm";\nexport const keep = (db: EntityManager) => db.save({});',
      'import type { EntityManager } from "typeorm";\nexport const drop = (db: EntityManager) => db.softRemove({});',
    ],
    good: [
      'import type { EntityManager } from "typeorm";\nexport const keep = (db: EntityManager) => db.insert("leaf", {});',
    ],
  },
  {
    ban: "schema changes by TypeORM",
    says: "Only a migration changes the schema",
    bad: [
      "export const options = { synchronize: true };",
      "export const options = { dropSchema: true };",
      "export const options = (when: boolean) => ({ migrationsRun: when });",
      'import type { DataSource } from "typeorm";\nexport const reset = (db: DataSource) => db.synchronize(true);',
    ],
    good: ["export const options = { synchronize: false, dropSchema: false, migrationsRun: false };"],
  },
  {
    ban: "settings read outside config.ts",
    says: "src/platform/config.ts",
    bad: [
      "export const port = process.env.PORT;",
      "const { env } = process;\nexport const port = env.PORT;",
      'import { env } from "node:process";\nexport const port = env.PORT;',
    ],
    good: ["export const id = process.pid;"],
  },
  {
    ban: "the time of day taken from anything but a Clock",
    says: "Take the time from a Clock",
    bad: [
      "export const at = new Date();",
      "export const at = Date.now();",
      "export const at = Date();",
      "export const now = Date.now;",
    ],
    good: ["export const at = (text: string) => new Date(text);"],
  },
  {
    ban: "checks that return a verdict",
    says: "a returned verdict is easily dropped",
    bad: [
      "export function assertOpen(open: boolean): boolean { return open; }",
      "export function requireKey(key?: string) { return key; }",
      "export const assertOpen = (open: boolean) => open;",
      "export class Door { requireOpen(open: boolean): { readonly error: string } | null { return open ? null : { error: '' }; } }",
      "export async function requireKey(key: string): Promise<string> { return Promise.resolve(key); }",
    ],
    good: [
      "export function assertOpen(open: boolean): void { if (!open) throw new Error('Open the door.'); }",
      "export function assertOpen(open: unknown): asserts open { if (open !== true) throw new Error('Open the door.'); }",
      "export const requireOpen = async (open: Promise<boolean>): Promise<void> => { if (!(await open)) throw new Error('Open the door.'); };",
      "export const required = (open: boolean) => open;",
    ],
  },
];

describe.each(BANS)("the ban on $ban", ({ says, bad, good }) => {
  it.each(bad)("reports %j", async (code) => {
    expect(await lint(code)).toEqual([expect.stringContaining(says)]);
  });

  it.each(good)("leaves alone %j", async (code) => {
    expect(await lint(code)).toEqual([]);
  });
});

describe("the places where a ban does not hold", () => {
  it.each([
    ["src/platform/config.ts", "export const port = process.env.PORT;"],
    ["src/platform/clock.ts", "export const at = new Date();"],
    ["test/contract/lint-rules.test.ts", "export const at = [new Date(), process.env.PORT];"],
  ])("are left alone: %s", async (file, code) => {
    expect(await lint(code, file)).toEqual([]);
  });

  it("keep every other ban", async () => {
    const code = "export const both = [new Date(), process.env.PORT];";
    expect(await lint(code, "src/platform/config.ts")).toEqual([expect.stringContaining("a Clock")]);
    expect(await lint(code, "src/platform/clock.ts")).toEqual([expect.stringContaining("config.ts")]);
  });
});

describe("the rules of the common kit that the project leans on", () => {
  it.each([
    [
      "@typescript-eslint/no-floating-promises",
      "export function start(work: () => Promise<void>): void { work(); }",
    ],
    [
      "@typescript-eslint/switch-exhaustiveness-check",
      'export function say(way: "in" | "out"): string { switch (way) { case "in": return "from"; } return ""; }',
    ],
    ["@typescript-eslint/no-explicit-any", "export const thing: any = 1;"],
    [
      "@typescript-eslint/consistent-type-imports",
      'import { DataSource } from "typeorm";\nexport const keep = (db: DataSource) => [db];',
    ],
    ["max-lines", `export const lines = [\n${"  1,\n".repeat(260)}];`],
    ["max-lines-per-function", `export function long(): void {\n${"  void 0;\n".repeat(60)}}`],
    ["complexity", `export const many = (n: number) => ${"n === 1 || ".repeat(15)}false;`],
  ])("%s", async (rule, code) => {
    expect(await lint(code)).toContainEqual(expect.stringMatching(new RegExp(`^${rule}: `)));
  });
});
