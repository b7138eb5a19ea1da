import type { Template } from "@millrace/freemarker";
import { FreeMarkerError } from "@millrace/freemarker";
import type { Parameters } from "./model.ts";
import { constantEnd } from "./reads.ts";
import { compiledTemplate, MAX_LINE } from "./template-cache.ts";

/** What a URL may be written with: printable ASCII without spaces, quotes and backslashes. */
const CHARACTERS = /^[\x21\x23-\x5b\x5d-\x7e]+$/;

/** A segment `.` or `..` of a path, in any spelling: servers that decode first and split then take it for one too. */
const DOT_SEGMENT = /(?:\/|%2f|%5c)(?:\.|%2e){1,2}(?:\/|%2f|%5c|$)/i;

/** Scheme, host and port at the beginning of a URL, and what ends them. */
const ORIGIN = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*(?=[/?#])/i;

/** A URL that may be requested, or why not, in words that hold nothing of it. */
export type UrlJudgement = { readonly url: URL } | { readonly fault: string };

/**
 * Judges a URL that templates have printed.
 * @param origin of every request, whatever the event; undefined where that is not held against it
 */
export function judgeUrl(text: string, origin?: string): UrlJudgement {
  if (text.length > MAX_LINE) return { fault: `has more than ${MAX_LINE} characters` };
  if (!CHARACTERS.test(text))
    return {
      fault:
        text === "" ? "is empty" : "holds characters that URLs are not written with: escape values by ?url",
    };
  if (!URL.canParse(text)) return { fault: "is not a URL; it must be like https://example.com/path" };
  const url = new URL(text);
  if (url.username !== "" || url.password !== "") return { fault: "must not hold a user name or password" };
  if (text.includes("#")) return { fault: 'must not have a fragment ("#"): escape values by ?url' };
  if (DOT_SEGMENT.test(text.split("?", 1)[0] ?? "")) return { fault: 'must not have a segment "." or ".."' };
  if (origin !== undefined && url.origin !== origin)
    return { fault: "leads to another scheme, host or port than the parameters say" };
  return { url };
}

/** The beginning of every URL of a template, or why there is none. */
export type FixedOrigin = { readonly origin: string } | { readonly fault: string };

/**
 * Scheme, host and port of a URL template, as the parameters alone give them: what stands before the first place that
 * reads an event must hold them whole.
 */
export function fixedOrigin(template: Template, parameters: Parameters): FixedOrigin {
  const end = constantEnd(template);
  const isWhole = end === template.source.length;
  let begin: string;
  try {
    begin = compiledTemplate(template.source.slice(0, end), "url").render({ parameters });
  } catch (error) {
    if (!(error instanceof FreeMarkerError)) throw error;
    return { fault: `cannot be made of the parameters: ${error.description}` };
  }
  const judged = judgeUrl(isWhole ? begin : (ORIGIN.exec(begin)?.[0] ?? ""));
  if ("url" in judged) return { origin: judged.url.origin };
  if (isWhole || ORIGIN.test(begin)) return judged;
  return {
    fault:
      "must begin with a scheme, host and port that depend on parameters alone, and a slash: ${parameters.endpoint}/users/${input.user_id?url}",
  };
}
