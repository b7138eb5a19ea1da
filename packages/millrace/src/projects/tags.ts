import type { Issue } from "../core/errors.ts";
import type { Tags } from "../store/projects.ts";

/** Limits of Pinpoint's TagsModel, in characters. */
const MAX_TAGS = 50;
const MAX_KEY = 128;
const MAX_VALUE = 256;

/** Keys that AWS keeps for itself. */
const RESERVED = /^aws:/i;

/** What is wrong with a project's tags. @param name the field that holds them */
export function tagIssues(tags: Tags, name: string): readonly Issue[] {
  const entries = Object.entries(tags);
  const issues = entries.slice(0, MAX_TAGS).flatMap(([key, value]) => {
    const detail = faultOf(key, value);
    return detail === undefined ? [] : [{ in: "body" as const, name, detail }];
  });
  if (entries.length <= MAX_TAGS) return issues;
  const detail = `has ${entries.length} tags; there may be ${MAX_TAGS}`;
  return [{ in: "body", name, detail }, ...issues];
}

function faultOf(key: string, value: string): string | undefined {
  const keyLength = charactersOf(key);
  if (keyLength === 0) return "a tag's key must not be empty";
  if (keyLength > MAX_KEY) return `a tag's key has ${keyLength} characters; it may have ${MAX_KEY}`;
  if (RESERVED.test(key)) return `the tag "${key}" begins with "aws:", which is AWS's own`;
  const valueLength = charactersOf(value);
  if (valueLength > MAX_VALUE)
    return `the value of the tag "${key}" has ${valueLength} characters; it may have ${MAX_VALUE}`;
  return key.isWellFormed() && value.isWellFormed() ? undefined : "a tag holds half a character";
}

/** Characters as Unicode counts them. */
export function charactersOf(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}
