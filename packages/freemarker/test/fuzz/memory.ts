import { compile, FreeMarkerError, hostFunction } from "../../src/index.ts";

// Renders templates that keep as much as they can, each with the default limits, one after another; prints how each ended.

const forever = "<#list 1..1000000000 as i>";

/** Keeps what an expression gives, in a sequence that grows without an end. */
function keep(expression: string, before = ""): string {
  return `<#assign q = []>${before}${forever}<#assign q = q + [${expression}]></#list>`;
}

const long = '<#assign s = "ab"?left_pad(4000000, "ab")>';
const templates: readonly string[] = [
  keep(`[${"[],".repeat(1000)}[]]`),
  keep(`[${"{},".repeat(1000)}{}]`),
  keep('{"a" + i: i}'),
  keep('"${i}", "b${i}", "c${i}", "d${i}"'),
  keep("b + i", '<#assign b = ("9"?left_pad(9000, "9"))?number>'),
  keep("(s + i), (s + i)[3]", long),
  keep("{s + i: 1}", long),
  keep("s?esc?markup_string", `<#outputformat "HTML">${long}`).replace(/$/u, "</#outputformat>"),
  keep("i?string, true?string, .now, .now?string"),
  keep('"a"?matches("a"), "x"?url("UTF-8"), "a"?left_pad, .vars, .pass'),
  keep('(1..10000)?join(",")'),
  keep("z + z, z?reverse, z?chunk(1), 1..3", "<#assign z = [1]>"),
  keep("t?interpret", '<#assign t = "<#if a>b</#if>"?left_pad(14000, "<#if a>b</#if>")>'),
  keep("t?eval", '<#assign t = "[1"?right_pad(100000, ",1") + "]">'),
  keep("t?eval_json", '<#assign t = "[{}" + ""?left_pad(90000, ",{}") + "]">'),
  keep('s?split("a"), s?word_list', long),
  keep("echo(1..1000)"),
  `${long}\${[s, s, s]?sort?size}`,
  `${long}\${s?replace("a", s)?length}`,
  `\${"ä"?left_pad(9000000, "ä")?url("UTF-8")?length}`,
  `${forever}<#global h = (.globals.h!{}) + {"k" + i: (.globals.h!{})?keys?size}></#list>`,
  `<#assign q = 1..100000>${forever}<#assign q = q?chunk(1)></#list>\${q?size}`,
  `<#assign n = "a"?left_pad>${forever}<#assign n = n?with_args([1])></#list>`,
  `${forever}x</#list>`,
  '${"a"?left_pad(9000000, "a")?matches("a")?size}',
  '<#include "a/"?left_pad(4000, "a/") + "*/x">',
];

const model = { echo: hostFunction((value) => value) };
for (const template of templates) {
  let ending = "printed";
  try {
    compile(template).render(model);
  } catch (thrown) {
    ending = thrown instanceof FreeMarkerError ? thrown.code : String(thrown);
  }
  process.stdout.write(`${ending}\n`);
}
process.stdout.write("done\n");
