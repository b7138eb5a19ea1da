import { readdirSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Plugin } from "esbuild";
import { build } from "esbuild";

const PACKAGES = new URL("../../", import.meta.url);
const compiledOf = (name: string): string => fileURLToPath(new URL(`${name}/.compiled/`, PACKAGES));

/** Each file stays a file of its own, beside the others as in `src/`, and imports them under their compiled names. */
const fileByFile: Plugin = {
  name: "file-by-file",
  setup(compiler) {
    compiler.onResolve({ filter: /.*/ }, ({ path, kind }) => {
      if (kind === "entry-point") return undefined;
      if (path === "@millrace/freemarker")
        return { path: pathToFileURL(`${compiledOf("freemarker")}index.js`).href, external: true };
      return { path: path.startsWith(".") ? path.replace(/\.ts$/, ".js") : path, external: true };
    });
  },
};

/**
 * Before the integration tests: compiles the sources once, for the processes and threads that the tests start. Each of them
 * would otherwise compile them anew, which takes longer than what most of them are started for.
 */
export default async function compileSources(): Promise<void> {
  for (const name of ["millrace", "freemarker"]) {
    const source = fileURLToPath(new URL(`${name}/src/`, PACKAGES));
    const files = readdirSync(source, { recursive: true, encoding: "utf8" });
    await build({
      entryPoints: files.filter((file) => /(?<!\.test)\.ts$/.test(file)).map((file) => source + file),
      outbase: source,
      outdir: compiledOf(name),
      bundle: true,
      format: "esm",
      platform: "node",
      target: "node20",
      logLevel: "error",
      plugins: [fileByFile],
    });
  }
  process.env.COMPILED_SOURCES = pathToFileURL(compiledOf("millrace")).href;
}
