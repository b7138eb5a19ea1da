import { describe, expect, it } from "vitest";
import { RenderError } from "../../core/errors.ts";
import { asBoolean, asSequence, asString } from "../../runtime/convert.ts";
import type { Settings } from "../../runtime/settings.ts";
import { Markup } from "../../values/markup.ts";
import type { Maybe } from "../../values/value.ts";
import { run, testEnvironment } from "../testing/environment.ts";
import { STRINGS } from "./table.ts";

// All expected values are what Apache FreeMarker 2.3.34 prints.

function shown(value: Maybe): unknown {
  if (value instanceof Markup) return `markup ${value.source}`;
  const sequence = asSequence(value);
  if (sequence !== undefined) return Array.from(sequence, (item) => asString(item));
  return asString(value) ?? value;
}

function ask(name: string, left: Maybe, args?: readonly Maybe[], settings: Partial<Settings> = {}): unknown {
  return shown(run(STRINGS, name, left, args, testEnvironment(settings)));
}

describe("built-ins on strings without arguments", () => {
  it.each([
    ["cap_first", " straße", " Straße"],
    ["cap_first", "ßa", "ßa"],
    ["cap_first", "ᾳ", "ᾼ"],
    ["uncap_first", "İX", "iX"],
    ["capitalize", "ßa éA hELLO-wORLD\tx", "SSa Éa Hello-world\tX"],
    ["lower_case", "ΟΔΟΣ", "οδος"],
    ["upper_case", "straße", "STRASSE"],
    ["trim", "\t\u00a0x \u2003y\u000b", "\u00a0x \u2003y"],
    ["chop_linebreak", "ab\r\n\r\n", "ab\r\n"],
    ["chop_linebreak", "a\n\r", "a\n"],
    ["blank_to_null", " \u00a0\u2003", undefined],
    ["blank_to_null", " a ", " a "],
    ["empty_to_null", "", undefined],
    ["empty_to_null", " ", " "],
    ["trim_to_null", " a ", "a"],
    ["trim_to_null", "\u00a0", "\u00a0"],
    ["word_list", " a  b\tc\u000bd\fe\u00a0f ", ["a", "b", "c\u000bd", "e\u00a0f"]],
    ["length", "a😀b", 4],
    ["html", "<a href='x'>\"&", "&lt;a href=&#39;x&#39;&gt;&quot;&amp;"],
    ["xml", "'", "&apos;"],
    ["rtf", "a{b}\\", "a\\{b\\}\\\\"],
    ["j_string", "\"'\\\u000b\u007f", "\\\"'\\\\\\u000b\u007f"],
    ["js_string", "\"'\u000b\u007f\u2028", "\\\"\\'\\x0B\\x7F\\u2028"],
    ["js_string", "</script><!-- ]]> x/y a>b", "<\\/script>\\x3C!-- ]]\\> x/y a>b"],
    ["js_string", "->", "-\\>"],
    ["json_string", "'</a<? -->", "'<\\/a\\u003C? --\\u003E"],
    ["url", "a/b c?é", "a%2Fb%20c%3F%C3%A9"],
    ["url_path", "a/b c", "a/b%20c"],
  ])("?%s of %j is %j", (name, left, expected) => {
    expect(ask(name, left, undefined, { url_escaping_charset: "UTF-8" })).toEqual(expected);
  });

  it("give nothing of nothing where they are made for it", () => {
    expect(ask("blank_to_null", undefined)).toBeUndefined();
    expect(ask("trim_to_null", undefined)).toBeUndefined();
    expect(() => ask("trim", undefined)).toThrow(RenderError);
  });

  it("take the locale's letters, where Java has some", () => {
    expect(ask("upper_case", "iı", undefined, { locale: "tr_TR" })).toBe("İI");
    expect(ask("c_upper_case", "iı", undefined, { locale: "tr_TR" })).toBe("II");
    expect(ask("upper_case", "ά", undefined, { locale: "el_GR" })).toBe("Ά");
  });
});

describe("built-ins on strings with arguments", () => {
  it.each<[string, string, Maybe[], unknown]>([
    ["left_pad", "abc", [8, "12"], "12121abc"],
    ["left_pad", "abc", [1, ""], "abc"],
    ["right_pad", "ab", [9, "123"], "ab3123123"],
    ["right_pad", "abc", [4_294_967_301, "-"], "abc--"],
    ["substring", "abc", [1.9, 2.9], "b"],
    ["index_of", "abcabc", ["", 99], 6],
    ["last_index_of", "abcabc", ["c", -1], -1],
    ["last_index_of", "abcabc", ["c", 3], 2],
    ["ensure_starts_with", "aXb", ["[a-z]x", "Z", "i"], "ZaXb"],
    ["ensure_starts_with", "aXb", ["[a-z]X", "Z"], "aXb"],
    ["ensure_ends_with", "a/", ["/"], "a/"],
    ["remove_ending", "a.txt", [".txt"], "a"],
    ["keep_before", "a.b.c", ["."], "a"],
    ["keep_before_last", "a.b.c", ["."], "a.b"],
    ["keep_after", "a.b.c", ["x"], ""],
    ["keep_after_last", "aaaa", ["aa|b", "r"], ""],
    ["keep_after_last", "abab", ["", "r"], ""],
    ["replace", "a b", ["", "-"], "-a- -b-"],
    ["replace", "aXbX", ["x", "$1", "if"], "a$1bX"],
    ["replace", "aXbX", ["(x)", "[$1]", "ri"], "a[X]b[X]"],
    ["replace", "a1b", [1, 2], "a2b"],
    ["split", "abc", [""], ["a", "b", "c"]],
    ["split", "", [","], [""]],
    ["split", "a,b,,", [","], ["a", "b", "", ""]],
    ["split", "a,b,,", [",", "r"], ["a", "b"]],
    ["split", "aXbxc", ["x", "i"], ["a", "b", "c"]],
    ["url", "é ő", ["cp1252"], "%E9%20%3F"],
    ["url", "é€", ["UTF-16"], "%FE%FF%00%E9%20%AC"],
    ["url", "a\ud83d", ["UTF-8"], "a%3F"],
    ["truncate", "Some text for truncation testing.", [16], "Some text [...]"],
    ["truncate", "Some text for truncation", [8, ".", 0], "Some tex."],
    ["truncate_c", "abc... defghijk", [10, "…"], "abc... de…"],
    ["truncate_w", "Averylongword", [9], "[...]"],
    ["truncate_m", "abc def ghi", [8], "markup abc <span class='truncateTerminator'>[&#8230;]</span>"],
  ])("?%s of %j with %j is %j", (name, left, args, expected) => {
    expect(ask(name, left, args)).toEqual(expected);
  });

  it.each<[string, string, Maybe[], string]>([
    ["left_pad", "abc", [5, ""], "empty"],
    ["left_pad", "abc", ["x"], "must be a number"],
    ["contains", "a1", [1], "must be a string"],
    ["contains", "a1", [undefined], "is missing"],
    ["substring", "abc", [2, 1], "greater than the end"],
    ["substring", "abc", [4], "at most the length"],
    ["keep_after", "abc", ["b", "s"], "without the flag"],
    ["keep_after", "İİab", ["A", "i"], "longer in lower case"],
    ["keep_before_last", "ab", ["x?", "r"], "at the end"],
    ["replace", "abc", ["(", "x", "r"], "malformed"],
    ["replace", "abc", ["b", "$9", "r"], "No group 9"],
    ["truncate", "x", [-1], "negative"],
    ["truncate", "xyz", [1, 1], "must be a string"],
    ["url", "é", ["no-such"], "not known"],
  ])("?%s of %j with %j is an error that says %j", (name, left, args, message) => {
    expect(() => ask(name, left, args)).toThrow(message);
  });

  it("need a charset for URLs", () => {
    expect(() => ask("url", "é")).toThrow("url_escaping_charset");
  });
});

describe("?matches", () => {
  it("is whether all of the text matches, and the parts that do", () => {
    const result = run(STRINGS, "matches", "a1b2", ["([a-z])(\\d)|(x)"]);
    expect(asBoolean(result)).toBe(false);
    expect(shown(result)).toEqual(["a1", "b2"]);
    const [first] = asSequence(result) ?? [];
    expect(shown(run(STRINGS, "groups", first))).toEqual(["a1", "a", "1", undefined]);
  });

  it("gives empty texts for groups that took no part in the match of all of the text", () => {
    const groups = run(STRINGS, "groups", run(STRINGS, "matches", "a", ["(a)|(b)"]));
    expect(shown(groups)).toEqual(["a", "a", ""]);
  });

  it("knows only the number of groups where the text doesn't match", () => {
    const groups = asSequence(run(STRINGS, "groups", run(STRINGS, "matches", "x", ["(a)|(b)"])));
    expect(groups?.length).toBe(3);
    expect(() => groups?.at(0)).toThrow("doesn't match");
    expect(() => run(STRINGS, "groups", "x")).toThrow("?matches");
  });
});

describe("what is made of strings is paid for", () => {
  it.each<[string, string, Maybe[]]>([
    ["left_pad", "a", [1e9]],
    ["replace", "a".repeat(5000), ["a", "b".repeat(5000)]],
    ["replace", "a".repeat(5000), ["", "b".repeat(5000)]],
    ["replace", "a".repeat(5000), ["a", "b".repeat(50_000), "r"]],
  ])("?%s of a text of any length", (name, left, args) => {
    expect(() => ask(name, left, args)).toThrow(/limit of/u);
  });

  it("and so is the search for a text that nearly matches everywhere", () => {
    const text = "a".repeat(2_000_000);
    const pattern = `b${"a".repeat(1_000_000)}`;
    expect(ask("index_of", text, [pattern])).toBe(-1);
    expect(ask("last_index_of", text, [pattern])).toBe(-1);
    expect(ask("index_of", `${text}${pattern}`, [pattern])).toBe(text.length);
    expect(ask("last_index_of", `${pattern}${pattern}`, [pattern, 5])).toBe(0);
  });
});
