import type { DateType } from "./date-value.ts";
import { localeDates } from "./locale-dates.ts";

/** Styles from short to full, as the lists of a locale have them. */
const STYLES = ["short", "medium", "long", "full"];
const MEDIUM = 1;

/**
 * The pattern of a format that is named by styles (`short`, `medium_long`; nothing at all means medium), for a
 * locale; undefined
 * where the text names no style and so is a pattern itself. A style after the first counts for datetimes only.
 */
export function namedPattern(
  text: string,
  type: Exclude<DateType, "unknown">,
  locale: string,
): string | undefined {
  const [first, second] = styleNames(text);
  const dateStyle = first === undefined ? MEDIUM : STYLES.indexOf(first);
  if (dateStyle < 0) return undefined;
  const dates = localeDates(locale);
  if (type === "date") return dates.datePatterns[dateStyle];
  if (type === "time") return dates.timePatterns[dateStyle];
  const timeStyle = second === undefined ? dateStyle : STYLES.indexOf(second);
  if (timeStyle < 0) return undefined;
  const joiner = dates.joiners[Math.min(dateStyle, timeStyle)] ?? "";
  const parts = [dates.timePatterns[timeStyle] ?? "", dates.datePatterns[dateStyle] ?? ""];
  return joiner.replaceAll(/\{([01])\}/gu, (_, index: string) => parts[Number(index)] ?? "");
}

/** Whether a text names a style (or is empty), and so needs the date's type to be known. */
export function namesStyle(text: string): boolean {
  const [first] = styleNames(text);
  return first === undefined || STYLES.includes(first);
}

function styleNames(text: string): string[] {
  // No style name is longer; a long pattern isn't taken apart.
  return text.length > 100 && !text.startsWith("_") && !/^(?:short|medium|long|full)_/u.test(text)
    ? [text]
    : text.split("_").filter((part) => part !== "");
}
