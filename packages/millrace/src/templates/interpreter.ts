import { TreeInterpreter } from "@jmespath-community/jmespath";

type Visit = typeof TreeInterpreter.visit;
type Ast = Parameters<Visit>[0];
type Call = typeof TreeInterpreter.runtime.callFunction;

/**
 * Steps that expressions may take on one event. A step is a node of the expression on one value, an element that a function
 * goes through, or a few characters of a text: a million is a tenth of a second or so, and no event of a usual size gets near.
 */
export const MAX_STEPS = 1_000_000;

/** What expressions may still take. Several that belong together share one. */
export class Budget {
  #left = MAX_STEPS;

  /** @throws {Error} where there are not so many steps left */
  spend(steps: number): void {
    this.#left -= steps;
    if (this.#left < 0)
      throw new Error(`it takes more than ${MAX_STEPS.toLocaleString("en-US")} steps on this event`);
  }
}

/**
 * Evaluates an expression: an event may be large, and an expression a stranger's.
 * @throws {Error} where a function is given what it does not take, or the budget is used up
 */
export function search(ast: Ast, input: Parameters<typeof TreeInterpreter.search>[1], budget = new Budget()) {
  spent = budget;
  return interpreter.search(ast, input);
}

/** Nothing waits within a search: there is one at a time. */
let spent = new Budget();

const interpreter = bounded();

/** An interpreter of our own: the library's has no bounds, and its functions know the interpreter that they were made with. */
function bounded(): typeof TreeInterpreter {
  const made: typeof TreeInterpreter = Reflect.construct(TreeInterpreter.constructor, []);
  const { runtime } = made;
  const visit: Visit = made.visit.bind(made);
  const call: Call = runtime.callFunction.bind(runtime);
  made.visit = (node, value) => {
    spent.spend(1);
    if (node.type === "Comparator") compared.add(node.left);
    const result = visit(node, value);
    if (typeof result === "string") spent.spend(result.length >> CHARACTERS);
    else if (isObject(result) && compared.has(node)) payForAll(result);
    return result;
  };
  runtime.callFunction = (name, given) => {
    spent.spend(costOf(name, given));
    const result = call(name, given);
    spent.spend(sizeOf(result));
    return result;
  };
  return made;
}

/** Characters that go through at a step: two to the power of this. */
const CHARACTERS = 5;

/** What stands left of a comparison: two objects are compared member by member. */
const compared = new WeakSet<Ast>();

function payForAll(value: object): void {
  const items = Object.values(value);
  spent.spend(1 + items.length);
  for (const item of items) if (isObject(item)) payForAll(item);
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

/** What a function does at most before it answers. */
function costOf(name: string, given: readonly unknown[]): number {
  const sizes = given.map(sizeOf);
  const size = sizes.reduce((sum, each) => sum + each, 0);
  const [first, list] = given;
  // A text between each two of a list makes a long one of short ones.
  if (name === "join" && typeof first === "string" && Array.isArray(list))
    return size + (first.length * list.length) / JOINED;
  if (name !== "sort" && name !== "sort_by") return size;
  const count = Array.isArray(first) ? first.length : 0;
  const longest = Array.isArray(first)
    ? first.reduce<number>((most, each) => Math.max(most, sizeOf(each)), 1)
    : 1;
  return size + count * Math.ceil(Math.log2(count + 1)) * longest;
}

/** Characters of a joined text that count as a step: it is held in memory. */
const JOINED = 8;

/** Elements, members or characters. */
function sizeOf(value: unknown): number {
  if (typeof value === "string") return 1 + (value.length >> CHARACTERS);
  if (Array.isArray(value)) return 1 + value.length;
  return isObject(value) ? 1 + Object.keys(value).length : 1;
}
