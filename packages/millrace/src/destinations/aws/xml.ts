import type { AwsAnswer } from "./connection.ts";
import type { AwsFailure } from "./errors.ts";
import { retryAfterOf } from "./errors.ts";

const ENTITIES: Readonly<Record<string, string>> = {
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&apos;": "'",
  "&#39;": "'",
  "&amp;": "&",
};

/**
 * The text of an element of a short XML answer; empty where there is none. A few elements are all that is ever wanted, so no
 * parser reads a stranger's document.
 * @param name letters alone
 * @param most characters; a longer text is not found
 */
export function elementOf(text: string, name: string, most = 500): string {
  const found = new RegExp(`<${name}>([^<]{0,${most}})</${name}>`).exec(text)?.[1] ?? "";
  return found.replaceAll(/&(?:lt|gt|quot|apos|#39|amp);/g, (entity) => ENTITIES[entity] ?? entity);
}

/** What a service that speaks XML, such as S3 or STS, tells of an error. */
export function failureInXml({ status, headers, text }: AwsAnswer): AwsFailure {
  return {
    name: elementOf(text, "Code"),
    message: elementOf(text, "Message", 2_000),
    status,
    retryAfter: retryAfterOf(headers["retry-after"]),
  };
}
