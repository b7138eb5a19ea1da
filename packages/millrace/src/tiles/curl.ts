import type { RenderedRequest } from "../destinations/http/rendered.ts";
import type { Segment } from "./shell.ts";
import { isPlain, printCommands, shellWord } from "./shell.ts";

/** In curl's own patterns these stand for several URLs. */
const GLOB = /[[\]{}]/;

/**
 * The request as a command for a POSIX shell with curl. It sends the same URL, headers and body; nothing in them can be
 * taken for something else by the shell, the terminal or curl.
 * @param segments finds the places of shell variables in a text
 */
export function curlCommand(
  { method, url, headers, body }: RenderedRequest,
  segments: (text: string) => readonly Segment[],
): string {
  const address = segments(url);
  const used = new Set(
    [...address, ...headers.flatMap(([, value]) => segments(value)), ...segments(body)].flatMap((each) =>
      "variable" in each ? [each.variable] : [],
    ),
  );
  const options = [
    ...(GLOB.test(url) || address.some((each) => "variable" in each) ? ["--globoff"] : []),
    ...headers.map(([name, value]) => `-H ${shellWord(headerLine(name, segments(value)))}`),
  ];
  const inArgument = isPlain(body);
  // Not --data: it would take a body that begins with @ for the name of a file.
  const data = inArgument ? `--data-raw ${shellWord(segments(body))}` : "--data-binary @-";
  const command = [`curl -X ${method} ${shellWord(address)}`, ...options, data].join(" \\\n  ");
  const whole = inArgument ? command : `{ ${printCommands(segments(body)).join("; ")}; } |\n${command}`;
  // Variables' names only: of a comment, some shells run what stands in backticks.
  return used.size === 0 ? whole : `# export ${[...used].join(" ")} first\n${whole}`;
}

function headerLine(name: string, value: readonly Segment[]): readonly Segment[] {
  return [{ text: `${name}: ` }, ...value];
}

/** Names that no shell and no program takes for something of its own. */
const TELLING = /_(?:KEY|TOKEN|SECRET|PASSWORD)$/;

/** A name of a shell variable for each parameter: `API_KEY` of `api_key`, but `TILE_PATH` of `path`. */
export function variableNames(parameters: readonly string[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const taken = new Set<string>();
  for (const parameter of parameters) {
    const upper = parameter
      .replaceAll("-", "_")
      .replaceAll(/([a-z0-9])([A-Z])/g, "$1_$2")
      .toUpperCase();
    const base = TELLING.test(upper) ? upper : `TILE_${upper}`;
    let name = base;
    for (let i = 2; taken.has(name); i++) name = `${base}_${i}`;
    taken.add(name);
    names.set(parameter, name);
  }
  return names;
}
