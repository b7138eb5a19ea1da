/**
 * Tries random and spoilt templates on the engine, and reports whatever no template may do: `npx tsx
 * packages/freemarker/test/fuzz.ts --seconds 600 --seed 1`. Templates run in a child process with little memory, which is
 * ended when one of them hangs; what it was is printed, and found again by the seed and its number (`--only 1234`).
 */
import { parseArgs } from "node:util";
import { CaseMaker } from "./fuzz/cases.ts";
import { faultsOf } from "./fuzz/check.ts";
import { runFuzzer } from "./fuzz/watch.ts";

const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "60" },
    seed: { type: "string", default: "1" },
    from: { type: "string", default: "0" },
    only: { type: "string" },
  },
});
const seed = Number(values.seed);
if (values.only === undefined) {
  const { tried, findings } = await runFuzzer({
    seed,
    seconds: Number(values.seconds),
    from: Number(values.from),
  });
  for (const { number, fault, template } of findings)
    print(`#${number}: ${fault}\n${JSON.stringify(template)}\n`);
  print(`${tried} templates, ${findings.length} findings`);
  process.exitCode = findings.length === 0 ? 0 : 1;
} else {
  const one = new CaseMaker(seed).make(Number(values.only));
  print(JSON.stringify(one, undefined, 2));
  print(faultsOf(one).join("\n"));
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
