import { Command } from "commander";
import { describe, expect, test } from "vitest";
import { addCommands, COMMANDS } from "./commands.ts";

const namesIn = async (argument?: string): Promise<readonly string[]> => {
  const program = new Command();
  await addCommands(program, argument);
  return program.commands.map((command) => command.name());
};

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
});
