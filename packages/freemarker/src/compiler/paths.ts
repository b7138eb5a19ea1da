import { toJsInteger } from "../numbers/conversions.ts";
import {
  asCollection,
  asHash,
  asNumber,
  asSequence,
  asString,
  describeType,
  toText,
} from "../runtime/convert.ts";
import type { Evaluate, Rendering } from "../runtime/rendering.ts";
import type { Site } from "../runtime/site.ts";
import { sizeOf } from "../operations/concat.ts";
import { RangeSequence } from "../values/range.ts";
import { LazyCollection } from "../values/sequence.ts";
import { itemOfCollection, sliceCollection, sliceSequence, sliceString } from "../operations/slice.ts";
import type { Index } from "../syntax/ast.ts";
import type { Compiler, ExpressionCompiler } from "./compiler.ts";
import { Hash, type Maybe, type Value } from "../values/value.ts";

export const compileIdentifier: ExpressionCompiler<"identifier"> = (node) => {
  const { name } = node;
  return (env) => env.get(name);
};

export const compileDot: ExpressionCompiler<"dot"> = (node, compiler) => {
  const target = compiler.expression(node.target);
  const site = compiler.site(node.target);
  const { name } = node;
  return (env) => member(target(env), name, site);
};

export const compileIndex: ExpressionCompiler<"index"> = (node, compiler) =>
  compileIndexed(node, false, compiler);

/**
 * Compiles `target[key]`. The target may be made as it is read; so may the result, where it is a part of such a target and
 * `lazily` says so.
 */
export function compileIndexed(node: Index, lazily: boolean, compiler: Compiler): Evaluate {
  const target = compiler.listed(node.target);
  const key = compiler.expression(node.key);
  const targetSite = compiler.site(node.target);
  const keySite = compiler.site(node.key);
  return (env) => {
    const left = target(env);
    if (left === undefined) throw targetSite.missing();
    const right = key(env);
    if (right === undefined) throw keySite.missing();
    return itemAt(left, right, env, targetSite, keySite, lazily);
  };
}

/** As `compileDot` and `compileIndex`, but a missing target makes a missing value. */
export function optionalDot(target: Evaluate, name: string, site: Site): Evaluate {
  return (env) => {
    const left = target(env);
    return left === undefined ? undefined : member(left, name, site);
  };
}

export function optionalIndex(target: Evaluate, key: Evaluate, targetSite: Site, keySite: Site): Evaluate {
  return (env) => {
    const left = target(env);
    if (left === undefined) return undefined;
    const right = key(env);
    return right === undefined ? undefined : itemAt(left, right, env, targetSite, keySite);
  };
}

function member(target: Maybe, name: string, site: Site): Maybe {
  try {
    if (target instanceof Hash) return target.get(name);
    const hash = asHash(target);
    if (hash !== undefined) return hash.get(name);
  } catch (thrown) {
    throw site.locate(thrown);
  }
  if (target === undefined) throw site.missing();
  throw site.error(
    "wrong-type",
    `.${name} was asked of ${site.text}, which is a ${describeType(target)}; only a hash has named values.`,
  );
}

function itemAt(
  target: Value,
  key: Value,
  env: Rendering,
  targetSite: Site,
  keySite: Site,
  lazily = false,
): Maybe {
  try {
    const name = asString(key);
    const hash = name === undefined ? undefined : asHash(target);
    if (name !== undefined && hash !== undefined) {
      env.budget.lookInto(name.length);
      return hash.get(name);
    }
    const number = asNumber(key);
    if (number !== undefined) return atIndex(target, toJsInteger(number), env, targetSite);
    if (name === undefined) {
      if (key instanceof RangeSequence) return slice(target, key, lazily, env, targetSite, keySite);
      throw keySite.error(
        "wrong-type",
        `A number, a string or a range is expected between [ and ], but ${keySite.text} is a ${describeType(key)}.`,
      );
    }
  } catch (thrown) {
    throw keySite.locate(thrown);
  }
  throw targetSite.error(
    "wrong-type",
    `[${keySite.text}] gives a name, but ${targetSite.text} is a ${describeType(target)}; only a hash has named values.`,
  );
}

function atIndex(target: Value, index: number, env: Rendering, site: Site): Maybe {
  const sequence = asSequence(target);
  if (sequence !== undefined) return index < sizeOf(sequence) ? sequence.at(index) : undefined;
  if (target instanceof LazyCollection) return itemOfCollection(target, index, env.budget);
  const text = toText(target, env, site);
  if (text === undefined) {
    throw site.error(
      "wrong-type",
      `A sequence or a string is expected before a numeric index, but ${site.text} is a ${describeType(target)}.`,
    );
  }
  env.budget.lookInto(text.length);
  if (index < 0 || index >= text.length) {
    throw site.elementError(
      "invalid-argument",
      `Index ${index} is outside of the string, whose ${text.length} characters have the indexes from 0.`,
    );
  }
  return text.charAt(index);
}

function slice(
  target: Value,
  range: RangeSequence,
  lazily: boolean,
  env: Rendering,
  targetSite: Site,
  rangeSite: Site,
): Maybe {
  const collection = asCollection(target);
  const sequence = asSequence(target);
  if (sequence !== undefined) return sliceSequence(sequence, range, rangeSite, env.budget);
  if (collection instanceof LazyCollection)
    return sliceCollection(collection, range, lazily, rangeSite, env.budget);
  const text = toText(target, env, targetSite);
  if (text !== undefined) {
    env.budget.spend(1);
    env.budget.lookInto(text.length);
    return sliceString(text, range, rangeSite);
  }
  throw targetSite.error(
    "wrong-type",
    `A sequence or a string is expected before a range, but ${targetSite.text} is a ${describeType(target)}.`,
  );
}
