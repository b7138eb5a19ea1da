import { FreeMarkerError } from "@millrace/freemarker";
import { PARTS } from "../../core/parts.ts";
import { isSensitiveName } from "../requests/header-rules.ts";
import { readsOf } from "./reads.ts";
import { judgeUrl } from "./request-url.ts";
import { sampleModel } from "./sample-model.ts";
import type { HttpSettings } from "./settings.ts";
import { compiledTemplate } from "./template-cache.ts";
import { namesUsed } from "./used-names.ts";

/** What an event should not be able to put into a URL unescaped. Worse than that is never sent. */
const HOSTILE = "x/?y&z";

/** What is legal but probably not meant. */
export function httpWarnings(settings: HttpSettings): readonly string[] {
  return [...unusedParameters(settings), ...openParameters(settings), ...requestWarnings(settings)];
}

/** What is probably not meant of the requests themselves, whoever gives the parameters. */
export function requestWarnings(settings: HttpSettings): readonly string[] {
  return [...openHeaders(settings), ...openUrls(settings)];
}

function unusedParameters(settings: HttpSettings): readonly string[] {
  const uses = namesUsed(settings).filter(({ root }) => root === "parameters");
  if (uses.some(({ name }) => name === undefined)) return [];
  const used = new Set(uses.map(({ name }) => name));
  return Object.keys(settings.parameters ?? {})
    .filter((name) => !used.has(name))
    .map((name) => `The parameter "${name}" is used by no template.`);
}

function openParameters(settings: HttpSettings): readonly string[] {
  return Object.keys(settings.parameters ?? {})
    .filter(isSensitiveName)
    .map(
      (name) =>
        `The parameter "${name}" looks like a credential, and anybody who may read the destination sees it: give it under secrets.parameters instead.`,
    );
}

function openHeaders(settings: HttpSettings): readonly string[] {
  return PARTS.flatMap((part) =>
    Object.entries(settings[part]?.headers ?? {})
      .filter(([name, value]) => isSensitiveName(name) && !/[$<]/.test(value) && value !== "")
      .map(
        ([name]) =>
          `The header "${name}" of ${part} looks like a credential, and anybody who may read the destination sees it: make it a secret parameter.`,
      ),
  );
}

/** URLs in which a value of an event may end a segment or begin a query: rendered with values that try it. */
function openUrls(settings: HttpSettings): readonly string[] {
  return PARTS.flatMap((part) => {
    const source = settings[part]?.url;
    if (source === undefined || !letsThrough(source, settings)) return [];
    return [
      `In the url of ${part}, values of events are not escaped, and may lead to another path or query: write \${input.user_id?url}.`,
    ];
  });
}

function letsThrough(source: string, settings: HttpSettings): boolean {
  return (["sequence", "hash"] as const).some((unknown) => {
    try {
      const template = compiledTemplate(source, "url");
      const given = { text: HOSTILE, parameters: settings.parameters ?? {}, unknown };
      const printed = template.render(sampleModel(readsOf(template), given));
      return printed.includes(HOSTILE) && !("fault" in judgeUrl(printed));
    } catch (error) {
      // What does not compile, or takes no texts there, is judged when it is rendered.
      if (error instanceof FreeMarkerError) return false;
      throw error;
    }
  });
}
