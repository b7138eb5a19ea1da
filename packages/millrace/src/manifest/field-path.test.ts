import { describe, expect, it } from "vitest";
import { fieldPathFault, isFieldPath, parseFieldPath } from "./field-path.ts";

describe("a nested field", () => {
  it.each([
    ["$['a']", ["a"]],
    ["$['Owner']['Name']", ["Owner", "Name"]],
    [`$["it's"]['say "x"']`, ["it's", 'say "x"']],
    ["$['a.b']['[0]']", ["a.b", "[0]"]],
    ["$['__proto__']", ["__proto__"]],
  ])("%s has its names", (text, names) => {
    expect(parseFieldPath(text)).toEqual({ ok: true, names });
  });

  it.each([
    ["$", "a name in brackets must follow at character 2"],
    ["$.a", 'expected "[" at character 2'],
    ["$['a'].b", 'expected "[" at character 7'],
    ["$[0]", "expected a name in quotes at character 3"],
    ["$['a", "the quote is not closed at character 3"],
    ["$['a\"]", "the quote is not closed at character 3"],
    ["$['']", "the name is empty at character 4"],
    ["$['a'", 'expected "]" at character 6'],
  ])("%s says where it breaks", (text, fault) => {
    expect(fieldPathFault(text)).toBe(
      `"${text}" is no path, ${fault}; a nested field is written $['a']['b'].`,
    );
  });
});

describe("a plain name", () => {
  it.each(["email", "$email", "a['b']", "Ünï", "a.b"])("%s is right", (name) => {
    expect(isFieldPath(name)).toBe(false);
    expect(fieldPathFault(name)).toBeUndefined();
  });
});
