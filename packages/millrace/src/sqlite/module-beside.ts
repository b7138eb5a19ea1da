/** In tests: where `src/` stands compiled, so that not every thread compiles it anew. Compiled code does not look at it. */
const COMPILED = process.env.COMPILED_SOURCES;

/**
 * A module that stands beside another one, for a thread to load: compiled where that one is, or (in development and
 * tests) TypeScript.
 * @param name without its ending
 * @param from the other one's `import.meta.url`
 */
export function moduleBeside(name: string, from: string): URL {
  if (!from.endsWith(".ts")) return new URL(`./${name}.js`, from);
  const beside = new URL(`./${name}.ts`, from);
  const inSources = beside.href.split("/packages/millrace/src/")[1];
  if (COMPILED === undefined || inSources === undefined) return beside;
  return new URL(inSources.replace(/\.ts$/, ".js"), COMPILED);
}
