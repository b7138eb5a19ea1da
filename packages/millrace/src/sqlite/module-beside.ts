/**
 * A module that stands beside another one, for a thread to load: compiled where that one is, or (in development and
 * tests) TypeScript.
 * @param name without its ending
 * @param from the other one's `import.meta.url`
 */
export function moduleBeside(name: string, from: string): URL {
  return new URL(`./${name}${from.endsWith(".ts") ? ".ts" : ".js"}`, from);
}
