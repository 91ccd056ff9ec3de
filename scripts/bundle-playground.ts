import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { gzipSync } from "node:zlib";
import { build as bundle, type BuildResult, type Plugin } from "esbuild";
import { projectRoot } from "../src/platform/project-root.js";

const SOURCE = join(projectRoot, "src/web/playground");
const INSTEAD_OF = join(SOURCE, "instead-of");
/** As the bundler names it: from the project's root, with slashes on every system. */
const ENTRY = "src/web/playground/main.tsx";

/** Puts our files in place of two that GraphiQL would load; each of ours says why. */
const replacements: Plugin = {
  name: "replacements",
  setup(build) {
    build.onResolve({ filter: /^react-remove-scroll$/ }, () => ({
      path: join(INSTEAD_OF, "react-remove-scroll.ts"),
    }));
    build.onResolve({ filter: /^@graphiql\/react$/ }, ({ importer }) =>
      /node_modules[\\/]graphiql[\\/]/.test(importer)
        ? { path: join(INSTEAD_OF, "graphiql-react.tsx") }
        : null,
    );
  },
};

/** GraphiQL's style sheet carries 300 kB of fonts as data, which the content-security-policy refuses: the system's serve as well. */
const withoutFonts: Plugin = {
  name: "without-fonts",
  setup(build) {
    build.onLoad({ filter: /graphiql[\\/]dist[\\/]style\.css$/ }, async ({ path }) => ({
      contents: (await readFile(path, "utf8")).replaceAll(/@font-face\s*\{[^}]*\}/g, ""),
      loader: "css",
    }));
  },
};

/**
 * Builds the playground into `folder`, which it empties first: `index.html` and its assets, named by the hash of their content, each
 * asset also compressed (`.gz`).
 */
export async function bundlePlayground(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const result = await bundle({
    absWorkingDir: projectRoot,
    entryPoints: [ENTRY],
    outdir: folder,
    bundle: true,
    format: "esm",
    jsx: "automatic",
    target: "es2022",
    minify: true,
    metafile: true,
    write: false,
    entryNames: "[name]-[hash]",
    define: { "process.env.NODE_ENV": '"production"' },
    plugins: [replacements, withoutFonts],
    logLevel: "error",
  });
  const files = result.outputFiles.map(async ({ path, contents }) => {
    await writeFile(path, contents);
    await writeFile(`${path}.gz`, gzipSync(contents, { level: 9 }));
  });
  await Promise.all(files);
  await writeFile(join(folder, "index.html"), await pageOf(result, folder));
}

async function pageOf({ metafile }: BuildResult<{ metafile: true }>, folder: string): Promise<string> {
  const [script, output] = Object.entries(metafile.outputs).find(([, made]) => made.entryPoint === ENTRY)!;
  const address = (path: string) => `/playground/${relative(folder, join(projectRoot, path))}`;
  const template = await readFile(join(SOURCE, "index.html"), "utf8");
  return template.replace("{{script}}", address(script)).replace("{{styles}}", address(output.cssBundle!));
}
