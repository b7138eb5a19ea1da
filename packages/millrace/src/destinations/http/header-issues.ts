import type { Issue } from "../../core/errors.ts";
import { PARTS } from "../../core/parts.ts";
import { briefName, headerNameFault } from "../requests/header-rules.ts";
import { issueOf } from "./issue.ts";
import type { TemplateSettings } from "./template-list.ts";

const MAX_HEADERS = 32;

/** What is wrong with the names of headers. Their values are templates, and judged as they are rendered. */
export function headerIssues(settings: TemplateSettings, root: string): readonly Issue[] {
  return PARTS.flatMap((part) => {
    const names = Object.keys(settings[part]?.headers ?? {});
    const where = `${root}${part}.headers`;
    if (names.length > MAX_HEADERS)
      return [issueOf(where, `There are ${names.length} headers; ${MAX_HEADERS} are allowed.`)];
    const seen = new Set<string>();
    return names.flatMap((name) => {
      const lower = name.toLowerCase();
      const fault =
        headerNameFault(lower) ??
        (seen.has(lower) ? "is set twice" : undefined) ??
        (lower === "authorization" && settings.oauth !== undefined
          ? "is set by Millrace where oauth is configured: leave one of the two out"
          : undefined);
      seen.add(lower);
      return fault === undefined
        ? []
        : [issueOf(`${where}.${briefName(name)}`, `"${briefName(name)}" ${fault}.`)];
    });
  });
}
