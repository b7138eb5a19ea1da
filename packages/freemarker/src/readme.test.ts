import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { inspect } from "node:util";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { compile, DEFAULT_LIMITS, FreeMarkerError, hostFunction } from "./index.ts";
import { DEFAULT_SETTINGS } from "./runtime/settings.ts";

const here = fileURLToPath(new URL(".", import.meta.url));
const readme = readFileSync(join(here, "../README.md"), "utf8");

interface Block {
  readonly language: string;
  readonly text: string;
}

const blocks: Block[] = Array.from(
  readme.matchAll(/^```(?<language>\w+)\n(?<text>.*?)^```$/gmsu),
  ({ groups }) => ({ language: groups?.["language"] ?? "", text: groups?.["text"] ?? "" }),
);

/** The cells of all rows of tables whose first cell is code. */
const rows = readme
  .split("\n")
  .filter((line) => line.startsWith("| `"))
  .map((line) => line.slice(2, -1).split(/(?<!\\) \| ?/u));

const examples = blocks.filter(({ language }) => language === "ts").map(({ text }) => text);

/** What the lines of comments after each `console.log` say. */
function stated(text: string): string {
  const lines = text.split("\n").filter((line) => line.startsWith("// "));
  return lines.map((line) => line.slice(3)).join("\n");
}

describe("the examples of the README", () => {
  let folder = "";

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "readme-"));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  afterEach(() => vi.restoreAllMocks());

  it("are there", () => {
    expect(examples.length).toBeGreaterThan(8);
    expect(examples.every((example) => stated(example) !== "")).toBe(true);
  });

  it.each(examples.map((example, i) => [i, example] as const))(
    "no. %i prints what it says",
    async (i, example) => {
      const printed: string[] = [];
      vi.spyOn(console, "log").mockImplementation((...values: unknown[]) => {
        printed.push(values.map((value) => (typeof value === "string" ? value : inspect(value))).join(" "));
      });
      const file = join(folder, `example-${i}.ts`);
      writeFileSync(file, example.replace('"@millrace/freemarker"', JSON.stringify(join(here, "index.ts"))));
      await import(/* @vite-ignore */ pathToFileURL(file).href);
      expect(printed.join("\n")).toBe(stated(example));
    },
  );

  it("of templates make what the README says", () => {
    const model: object = JSON.parse(blocks.find(({ language }) => language === "json")?.text ?? "");
    const template = blocks.find(({ language }) => language === "ftl")?.text ?? "";
    expect(compile(template).render(model)).toBe(blocks.find(({ language }) => language === "text")?.text);
  });
});

describe("the tables of the README", () => {
  it.each(Object.entries(DEFAULT_LIMITS))("say the limit %s, %d", (name, value) => {
    const row = rows.find(([cell]) => cell === `\`${name}\``);
    expect(row?.[1]).toBe(value.toLocaleString("en-US"));
  });

  it.each(Object.entries(DEFAULT_SETTINGS).filter(([name]) => name !== "classic_compatible"))(
    "say the setting %s",
    (name, value) => {
      // The last one's name is the host's: templates don't have that setting.
      const row = rows.find((cells) => [cells[1], cells[0]].includes(`\`${name}\``));
      expect(row?.[2]).toBe(
        value === "" ? "the locale's" : value === undefined ? "not set" : `\`${String(value)}\``,
      );
    },
  );

  const failures = rows.filter(
    ([code, , example]) => /^`[a-z-]+`$/u.test(code ?? "") && /^`.+`: /u.test(example ?? ""),
  );

  it("have an example of each kind of RenderError", () => {
    expect(failures.map(([code]) => code)).toHaveLength(9);
  });

  it.each(failures)("say the error %s: %s: %s", (code, _, example = "") => {
    const [, template = "", message = ""] = /^`(.+)`: (.*?) *$/u.exec(example) ?? [];
    const fail = hostFunction(() => {
      throw new TypeError("the message of what was thrown");
    });
    const error = thrownBy(() => compile(template).render({ user: {}, fail }));
    expect(error).toBeInstanceOf(FreeMarkerError);
    expect(error).toMatchObject({
      code: code?.replaceAll("`", ""),
      description: expect.stringContaining(message),
    });
  });
});

function thrownBy(run: () => unknown): unknown {
  try {
    run();
  } catch (thrown) {
    return thrown;
  }
  return undefined;
}
