import type { Random } from "../../corpus/generator/random.ts";

/** Names that a template must not reach anything by, and those of the model of `model.ts`. */
export const NAMES: readonly string[] = [
  "constructor", "__proto__", "prototype", "toString", "hasOwnProperty", "valueOf", "__defineGetter__", "polluted",
  "getter", "instance", "fn", "proxy", "revoked", "sparse", "extra", "bare", "frozen", "cyclic", "big", "badDate", "map", "symbols",
  "inherited", "deep", "wide", "nan", "inf", "nul", "undef", "sym", "text", "longText", "list", "hash", "host", "echo", "boom", "render",
  "endless", "group", "this", "length", "name", "arguments", "caller", "class", "import", "then", "Infinity", "NaN", "dates", "markup",
  "huge", "tiny", "rec",
]; // prettier-ignore

/** Characters that readers of text trip over. */
export const ODD_CHARACTERS: readonly string[] = [
  "\0", "\ud800", "\udfff", "\ud83d\ude00", "\u2028", "\u0085", "\ufeff", "\u00a0", "\r", "\r\n", "\n", "\t", "\\", "\"", "'", "`",
  "<", ">", "[", "]", "{", "}", "(", ")", "$", "#", "@", "?", "!", ".", "..", "..<", "..*", "->", "=", "==", "&", "&lt;", "<#--", "-->",
  "<#", "</#", "<@", "</@>", "${", "#{", "[=", "[#", "/>", "r\"", "\\x", "\\x0", "\\xFFFFFFFF", "İ", "ß", "ﬁ", "e\u0301", "\u0660", "𝟘",
  "0", "9".repeat(400), "1e5", "a".repeat(300), "(".repeat(300), "[".repeat(300), "-".repeat(300), "!".repeat(50), "{".repeat(60),
]; // prettier-ignore

/** Literals at the edges of what the language takes. */
export const LITERALS: readonly string[] = [
  "0", "-1", "1000000000", "2147483647", "2147483648", "-2147483648", "9223372036854775808", "1.5", "0.1", "9".repeat(60), "''", '"a"',
  `0.${"0".repeat(60)}1`, "'a b'", "r'\\'", "'${1}'", "'${text}'", "'(a+)+$'", "'r'", "'rmisc'", "'0.##'", "'yyyy'", "'iso'", "'UTF-8'",
  "'" + "0".repeat(500) + "'", "'" + "#,".repeat(100) + "'", "'0E0000000000'", "'y'", "'x\ud800y'", "'__proto__'", "'constructor'",
  "'\u0130'", "'1e9999999'", "'-0'", "'NaN'", "'Infinity'", "'[1,[2,{\"a\":null}]]'", "'2020-02-30'", "'1..'", "'text?eval'",
]; // prettier-ignore

const PATTERNS: readonly string[] = [
  "(a+)+$", "(a|a)*b", "(a|aa)+$", "([a-z]+)*1", "(.*)(.*)(.*)(.*)(.*)x", "(?=(a+))\\\\1b", "(a?){30}a{30}", "(\\\\w+\\\\s?)*\\\\$", "()*", "(a*)*?b",
  "(?<=a{1,1000})b", "[\\\\w&&[^a]]+", "a{2147483647}", "(a{1000}){1000}", "(((((((((a)*)*)*)*)*)*)*)*)*b", "\\\\p{L}+", "\\\\X*", "(?i)ß+", "[", "(?",
  "\\\\", "(?<n>a)\\\\k<n>*", "a**", "a{,5}", "(x+x+)+y", "(?s).*?.*?.*?.*?z", "$", "^", "", "\\\\b", "(?:)", ".{0,9999}",
]; // prettier-ignore

const FORMATS: readonly string[] = [
  "0", "#", "0.##", "###,##0.00", "0E0", "00.00E000", "'", "''", "¤", "¤¤", "%", "‰", ";", "0;0", "#,##0.###;(#)", "0".repeat(2000), "0." + "#".repeat(2000),
  ",,roundingMode=up", "0.0;; roundingMode=unnecessary multiplier=1e100", "0;;exponentSeparator=x", "currency", "percent", "c", "computer", "@x", "number",
  "yyyy-MM-dd", "yyyyyyyyyyyyyyyyyyyyyy", "G".repeat(300), "z".repeat(50), "XXXX", "SSSSSSSSSSSSS", "'unclosed", "iso_nz_ms_u", "xs", "full_long", "short", "",
  "EEEE MMMM", "u W w D F k K h H", "iso_", "iso fu", "\ud800",
]; // prettier-ignore

const NUMBERS: readonly string[] = [
  "0",
  "1",
  "-1",
  "3",
  "1000",
  "99999",
  "1000000000",
  "2147483647",
  "-2147483648",
  "1e9?c",
  "0.5",
  "list?size",
  "1e30",
  "huge",
  "tiny",
  "big",
];
const VALUES: readonly string[] = [
  "text",
  "longText",
  "list",
  "hash",
  "1..3",
  "1..1000000000",
  "1..",
  "'a'",
  "''",
  "[]",
  "{}",
  "[[]]",
  "true",
  ".now",
  "12.5",
  "deep",
  "wide",
  "endless",
  "markup",
  "huge",
];
const STRING_BUILTINS: readonly string[] = [
  "upper_case", "cap_first", "capitalize", "chop_linebreak", "trim", "word_list", "html", "xml", "rtf", "js_string", "json_string", "j_string", "url('UTF-8')",
  "url_path('UTF-16')", "length", "number", "boolean", "eval", "eval_json", "interpret", "date", "time", "datetime('yyyy')", "c", "cn", "string", "has_content", "esc",
  "no_esc", "markup_string", "keys", "values", "size", "sort", "reverse", "first", "last", "join(',')", "sequence", "min", "max", "abs", "round", "int", "long", "float", "double",
  "lower_abc", "upper_abc", "is_hash", "is_sequence", "is_string", "is_method", "is_macro", "api", "new()", "root", "groups", "index", "counter", "has_next", "item_cycle(1)",
  "namespace", "with_args([1])", "with_args_last({'a':1})", "absolute_template_name", "number_to_date", "iso_utc", "iso('GMT')", "string('a','b')", "string.short", "string['0']",
  "map(x -> x)", "map(x -> x?string)", "filter(x -> true)", "take_while(x -> false)", "drop_while(x -> x?has_content)", "sort_by('a')", "chunk(2)", "chunk(3, 'z')", "seq_contains(1)",
  "seq_index_of('a')", "then(1, 2)", "switch(1, 2, 3)", "default('d')", "if_exists", "exists", "truncate(3)", "truncate_m(5)", "left_pad(20, 'ab')", "right_pad(9)", "split('')",
  "contains('a')", "index_of('a')", "last_index_of('b', 3)", "substring(1)", "remove_ending('x')", "ensure_ends_with('y')", "keep_after('a')", "starts_with('a')", "blank_to_null",
]; // prettier-ignore

/** Pieces of templates, each with random parts. */
export const FRAGMENTS: readonly ((random: Random) => string)[] = [
  (r) => `\${${r.pick(VALUES)}${chain(r)}}`,
  (r) => `\${${r.pick(VALUES)}${chain(r)}${r.pick(["!", "!'x'", "??", "[0]", "[1..]", "[0..*2]", ".a", "['a']", "()", "(1)"])}}`,
  (r) => `<#list ${r.pick(VALUES)}${chain(r)} as i>\${i${r.pick(["", "!", "?c", "?index", "?string"])}}<#sep>,</#list>`,
  (r) => `<#assign v = ${r.pick(VALUES)}${chain(r)}>\${v!}`,
  (r) => `\${${r.pick(["text", "longText", "'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!'"])}?matches("${r.pick(PATTERNS)}"${flags(r)})?size}`,
  (r) => `\${longText?replace("${r.pick(PATTERNS)}", "${r.pick(["", "x", "$0$0", "$1", "\\\\$", "$", "${r'$'}{n}"])}"${flags(r)})}`,
  (r) => `\${longText?split("${r.pick(PATTERNS)}"${flags(r)})?size}`,
  (r) => `\${${r.pick(NUMBERS)}?string("${r.pick(FORMATS)}")}`,
  (r) => `\${.now?string("${r.pick(FORMATS)}")?length}\${dates.d?string("${r.pick(FORMATS)}")}`,
  (r) => `\${"${r.pick(["2020-01-02", "10:11", "1", "x", "99999999999", "12/31/99 PM"])}"?${r.pick(["date", "time", "datetime"])}("${r.pick(FORMATS)}")?long}`,
  (r) => `<#setting ${r.pick(["locale", "number_format", "date_format", "time_zone", "boolean_format", "c_format", "url_escaping_charset", "output_encoding"])}="${r.pick([...FORMATS, "de_DE", "tr", "xx_YY_ZZ", "Europe/Berlin", "GMT+99:99", "JSON", "UTF-7", "koi8-r"])}">`,
  (r) => `<#assign s = "ab"><#list 1..${r.pick(["10", "24", "40", "1000"])} as i><#assign s = s + s></#list>\${s?length}`,
  (r) => `<#assign s><#list 1..${r.pick(["10", "2000"])} as i>${r.pick(["x", "${text}", "${longText}"])}</#list></#assign>\${s?${r.pick(STRING_BUILTINS)}}`,
  (r) => `\${"x"?${r.pick(["left_pad", "right_pad"])}(${r.pick(NUMBERS)}, "${r.pick(["a", "abc", ""])}")?length}`,
  (r) => `<#macro rec a=1><@rec a=a+1><#nested></@rec></#macro><@rec/>`.replace("a+1", r.pick(["a+1", "a", "[a]", "'${a}'"])),
  (r) => `<#function rec a=1><#return ${r.pick(["rec(a+1)", "[1]?map(x -> rec(x))", "'rec(a)'?eval", "rec(a)+rec(a)"])}></#function>\${rec(1)}`,
  (r) => `<@"${r.pick(["${'x'}", "<#include 'self'>", "<@r/>", "<#list 1..9 as i>"])}"?interpret/>`,
  (r) => `\${"${r.pick(["1+1", "text?eval", "[1,2", "'a'?eval", "(".repeat(300), "1" + "+1".repeat(2000)])}"?eval}`,
  (r) => `<#include "${r.pick(["self", "lib.ftl", "../x", "/a//b/*/c", "broken", "throws", "odd", "x\0", "a://b", "*/lib.ftl"])}"${r.pick(["", " ignore_missing=true", " parse=false"])}>`,
  (r) => `<#import "${r.pick(["self", "lib.ftl", "broken", "loop"])}" as l>\${l?keys?join(',')}`,
  (r) => `<#attempt>${r.pick(["${nope}", "<#stop 'x'>", "<#list 1.. as i></#list>", "${'x'?left_pad(1e9)}", "<@rec/>", "${boom()}"])}<#recover>caught</#attempt>`,
  (r) => `<@host a=${r.pick(VALUES)} b=${r.pick(NUMBERS)}; x, y>\${x!}${r.pick(["", "<#break>", "<#return>", "${nope}", "<@host/>"])}</@host>`,
  (r) => `\${echo(${r.pick(VALUES)}${chain(r)})!}\${echo(${r.pick(VALUES)}, cyclic)!}`,
  (r) => `\${render("\${${r.pick(VALUES)}}")}`,
  (r) => `${r.pick(NAMES)}\${${r.pick(NAMES)}!}\${hash.${r.pick(NAMES)}!}\${hash["${r.pick(NAMES)}"]!}\${list.${r.pick(NAMES)}!}\${text["${r.pick(NAMES)}"]!}`,
  (r) => `<#list ${r.pick(NAMES)} as k, v>\${k}=\${v!}</#list>`,
  (r) => `<#assign ${r.pick(NAMES)} = 1>\${${r.pick(NAMES)}!}<#global ${r.pick(NAMES)} = {"__proto__": {"polluted": 1}}>\${.globals.${r.pick(NAMES)}!}`,
  (r) => `\${.vars["${r.pick(NAMES)}"]!}\${.data_model?keys?join(",")}\${.namespace?size}\${.main["${r.pick(NAMES)}"]!}`,
  (r) => `<#assign h = {}><#list 1..${r.pick(["10", "3000"])} as i><#assign h = h + {"k" + i: h}></#list>\${h?size}\${h?keys?size}`,
  (r) => `<#assign q = []><#list 1..${r.pick(["10", "3000"])} as i><#assign q = q + [q]></#list>\${q?size}`,
  (r) => `\${${"(".repeat(r.pick([3, 240, 260, 2000]))}1${")".repeat(r.pick([3, 240, 260, 2000]))}}`,
  (r) => "<#if true>".repeat(r.pick([3, 240, 260, 2000])) + "x" + "</#if>".repeat(r.pick([3, 240, 260, 2000])),
  (r) => `\${${"[".repeat(r.pick([3, 240, 1000]))}${"]".repeat(r.pick([3, 240, 1000]))}?size}`,
  (r) => `\${x${".y".repeat(r.pick([3, 240, 1000]))}!}\${1${r.pick(["+1", "*3", "/7", "-1"]).repeat(r.pick([3, 240, 1000]))}}`,
  (r) => `<#outputformat "${r.pick(["HTML", "XML", "RTF", "HTML{XML}", "XML{XML{XML}}", "CSS", "nope", "plainText"])}">\${text}\${markup!}\${'<'?no_esc}</#outputformat>`,
  (r) => `<#escape x as x?${r.pick(["html", "xml", "upper_case", "no_esc"])}>\${text}<#noescape>\${text}</#noescape></#escape>`,
  (r) => `<#ftl ${r.pick(["output_format='HTML'", "strip_text=true", "auto_esc=true", "ns_prefixes={}", "attributes={'a':1}", "x=1"])}>`,
  (r) => `<#compress>  ${" \n".repeat(r.pick([3, 3000]))} </#compress>`,
  (r) => `<#switch ${r.pick(VALUES)}><#case ${r.pick(VALUES)}>a<#break><#on 1>b<#default>c</#switch>`,
  (r) => `\${list?sort_by(${r.pick(["'a'", "['a','b']", "[]", "1..", "list"])})?size}\${longText?split('')?sort?join('')}`,
  (r) => `<#visit x><#recurse><#fallback>${r.pick(["<#t>", "<#nt>", "<#flush>", "<#nested>", "<#return>", "<#break>", "<#continue>", "<#sep>"])}`,
]; // prettier-ignore

function chain(random: Random): string {
  let text = "";
  for (let times = random.int(0, 3); times > 0; times--) text += `?${random.pick(STRING_BUILTINS)}`;
  return text;
}

function flags(random: Random): string {
  return random.pick(["", ", 'r'", ", 'ri'", ", 'rms'", ", 'rc'", ", 'f'", ", 'i'", ", 'rf'"]);
}

/** One piece of a template that is meant to hurt. */
export function hostileFragment(random: Random): string {
  return random.pick(FRAGMENTS)(random);
}
