import type { BuiltinTable } from "../definition.ts";
import { isWhitespace, lowerCaseUnit, upperCaseUnit } from "./character.ts";
import { textProperty } from "./text-property.ts";

/** Built-ins that change the case of letters. */
export const CASE: BuiltinTable = {
  lower_case: textProperty((text, env) => lowerCase(text, env.settings.locale)),
  upper_case: textProperty((text, env) => upperCase(text, env.settings.locale)),
  c_lower_case: textProperty((text) => text.toLowerCase()),
  c_upper_case: textProperty((text) => text.toUpperCase()),
  cap_first: textProperty((text) => changeFirst(text, upperCaseUnit)),
  uncap_first: textProperty((text) => changeFirst(text, lowerCaseUnit)),
  capitalize: textProperty(capitalize),
};

/** The languages with letters of their own rules in Java. JavaScript knows more of them (Greek), and those aren't asked for. */
const SPECIAL_CASING = /^(?:az|lt|tr)(?![a-z])/iu;

let latest: { readonly locale: string; readonly language: string | undefined } = {
  locale: "",
  language: undefined,
};

function specialLanguage(locale: string): string | undefined {
  if (latest.locale !== locale)
    latest = { locale, language: SPECIAL_CASING.test(locale) ? locale.slice(0, 2) : undefined };
  return latest.language;
}

function lowerCase(text: string, locale: string): string {
  const language = specialLanguage(locale);
  return language === undefined ? text.toLowerCase() : text.toLocaleLowerCase(language);
}

function upperCase(text: string, locale: string): string {
  const language = specialLanguage(locale);
  return language === undefined ? text.toUpperCase() : text.toLocaleUpperCase(language);
}

/** Changes the first unit that isn't white space. */
function changeFirst(text: string, change: (unit: string) => string): string {
  let i = 0;
  while (i < text.length && isWhitespace(text.charCodeAt(i))) i++;
  if (i === text.length) return text;
  return text.slice(0, i) + change(text.charAt(i)) + text.slice(i + 1);
}

/** Upper case for the first unit of each word, lower case for the rest of it. Words end at blanks, tabs and line breaks. */
function capitalize(text: string): string {
  return text.replace(/[^ \t\r\n]+/gu, (word) => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase());
}
