import { templatesOf } from "../destinations/http/template-list.ts";
import { requestWarnings } from "../destinations/http/warnings.ts";
import type { TileDefinition } from "./definition.ts";
import type { Finding } from "./report.ts";
import { endpointOf } from "./rules.ts";

/** What templates probably do not mean, though they may. */
export function templateFindings(definition: TileDefinition): readonly Finding[] {
  const endpoint = endpointOf(definition);
  return [
    ...requestWarnings(endpoint).map((message): Finding => ({
      severity: "warning",
      code: "unsafe_request",
      message,
    })),
    ...templatesOf(endpoint).flatMap(({ name, source }) => lateTimes(name, source)),
  ];
}

/** Reads a time by a pattern that ends in a fraction of seconds. */
const FRACTION = /(?:\bdate_?time_?format\s*=\s*|\?date_?time\s*\(\s*)(["'])[^"']*ss\.S+\1/gi;

/** Java reads the six digits behind the seconds as so many milliseconds: `.999999` is a quarter of an hour. */
function lateTimes(template: string, source: string): readonly Finding[] {
  return Array.from(source.matchAll(FRACTION), ({ index }) => {
    const before = source.slice(0, index).split("\n");
    return {
      severity: "warning",
      code: "late_time",
      message:
        'A pattern with ss.S reads 04.123000 as 4 seconds and 123,000 milliseconds, as Java does: times come out up to 17 minutes late. Leave the fraction out of the pattern (yyyy-MM-dd HH:mm:ss), or write (…?replace(" ", "T") + "Z")?datetime.iso.',
      template,
      line: before.length,
      column: (before.at(-1) ?? "").length + 1,
    };
  });
}
