import { Command } from "commander";
import { describe, expect, test } from "vitest";
import { addCommands, COMMANDS } from "./commands.ts";

const programOf = async (argument?: string): Promise<Command> => {
  const program = new Command();
  await addCommands(program, argument);
  return program;
};
const namesIn = async (argument?: string): Promise<readonly string[]> =>
  (await programOf(argument)).commands.map((command) => command.name());

describe("the commands", () => {
  test.each(Object.keys(COMMANDS))("%s is the one that is loaded when it is named", async (name) => {
    expect(await namesIn(name)).toEqual([name]);
  });

  test.each([[undefined], ["--help"], ["help"], ["tile"], ["constructor"]])(
    "are all there for %s",
    async (argument) => {
      expect(await namesIn(argument)).toEqual(Object.keys(COMMANDS));
    },
  );

  test.each([
    ["destinations", "get", "show"],
    ["syncs", "get", "show"],
    ["routes", "show", "get"],
    ["dead-letters", "show", "get"],
  ])("of %s, `%s` is also called `%s`", async (name, verb, other) => {
    const [command] = (await programOf(name)).commands;
    expect(command?.commands.find((each) => each.name() === verb)?.aliases()).toEqual([other]);
  });
});
