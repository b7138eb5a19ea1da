import { randomBytes } from "node:crypto";
import type { Segment } from "./shell.ts";

/** What stands for a secret wherever it is shown. */
export const MASK = "********";

/**
 * Texts that stand for secrets while templates are rendered: nobody can guess them, and nothing of a secret is in them, so
 * whatever a template makes of them gives nothing away. Where they come out as they went in, they can be found again.
 */
export class Placeholders {
  /** Placeholders of parameters, by name. */
  readonly values: Readonly<Record<string, string>>;
  readonly #names: ReadonlyMap<string, string>;

  /** @param asUrl says of a parameter that a URL stands for it */
  static for(names: readonly string[], asUrl: (name: string) => boolean): Placeholders {
    const entries = names.map((name) => {
      const token = `s${randomBytes(10).toString("hex")}`;
      return [name, asUrl(name) ? `https://${token}.invalid/${token}` : token];
    });
    return new Placeholders(Object.fromEntries(entries));
  }

  private constructor(values: Readonly<Record<string, string>>) {
    this.values = values;
    this.#names = new Map(Object.entries(values).map(([name, value]) => [value, name]));
  }

  /** These and one more, for a value that is no parameter. */
  with(name: string): Placeholders {
    return new Placeholders({ ...this.values, ...Placeholders.for([name], () => false).values });
  }

  /** The text with a mask for each of them. */
  masked(text: string): string {
    return this.#split(text)
      .map((each) => ("text" in each ? each.text : MASK))
      .join("");
  }

  /** The text in segments; `variables` has the name of the shell variable of each parameter. */
  segments(text: string, variables: ReadonlyMap<string, string>): readonly Segment[] {
    return this.#split(text).map((each) =>
      "text" in each ? each : { variable: variables.get(each.name) ?? each.name },
    );
  }

  #split(text: string): readonly ({ readonly text: string } | { readonly name: string })[] {
    if (this.#names.size === 0) return text === "" ? [] : [{ text }];
    const pattern = [...this.#names.keys()].map((value) => value.replaceAll(".", String.raw`\.`)).join("|");
    return text
      .split(new RegExp(`(${pattern})`))
      .filter((piece) => piece !== "")
      .map((piece) => {
        const name = this.#names.get(piece);
        return name === undefined ? { text: piece } : { name };
      });
  }
}
