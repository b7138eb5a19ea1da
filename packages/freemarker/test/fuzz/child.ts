import { writeSync } from "node:fs";
import { CaseMaker } from "./cases.ts";
import { faultsOf } from "./check.ts";
import { SECRET } from "./model.ts";

const [seed = "1", first = "0", until = "0"] = process.argv.slice(2);

// What a template could see if it reached a prototype.
Reflect.defineProperty(Object.prototype, "polluted", { value: `${SECRET}-polluted`, enumerable: false });

const maker = new CaseMaker(Number(seed));
for (let number = Number(first); Date.now() < Number(until); number++) {
  // Written before the case is tried, so that whoever watches knows which one it was that hung or crashed.
  say({ at: number });
  for (const fault of faultsOf(maker.make(number))) say({ at: number, fault });
}
say({ done: true });

function say(message: object): void {
  writeSync(1, `${JSON.stringify(message)}\n`);
}
