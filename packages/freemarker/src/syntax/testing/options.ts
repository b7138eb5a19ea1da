import type { ParseOptions } from "../options.ts";

const markup = { isMarkup: true, autoEscapedByDefault: true };
const plain = { isMarkup: false, autoEscapedByDefault: false };

const formats = new Map([
  ["HTML", markup],
  ["XHTML", markup],
  ["XML", markup],
  ["RTF", markup],
  ["undefined", plain],
  ["plainText", plain],
  ["JSON", plain],
]);

/** FreeMarker's default settings, with the built-ins that tests use. */
export const testOptions: ParseOptions = {
  tagSyntax: "angle_bracket",
  interpolationSyntax: "legacy",
  namingConvention: "auto_detect",
  strictSyntax: true,
  whitespaceStripping: true,
  outputFormat: "undefined",
  autoEscapingPolicy: "enable_if_default",
  recognizeStandardFileExtensions: true,
  builtinNames: new Set(
    "c counter esc eval filter html index is_nan iso_utc_h_nz join map no_esc seq_contains size string switch then upper_case with_args".split(
      " ",
    ),
  ),
  outputFormats: (name) => formats.get(name),
  maximumDepth: 100,
};
