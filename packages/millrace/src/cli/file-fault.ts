import { MillraceError } from "../core/errors.ts";
import type { Issue } from "../core/errors.ts";
import type { Located, ManifestPath } from "../manifest/located.ts";
import { placeOf } from "../manifest/located.ts";
import type { YamlText } from "../manifest/read-yaml.ts";
import { printable } from "./output.ts";

/** Where something stands in a file; lines and columns count from 1. */
export interface FilePlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** What is wrong with a file, and where. */
export interface FileFault extends FilePlace {
  /** Path of the value, such as `parameters[0].name`; empty for the file as a whole. */
  readonly name: string;
  readonly message: string;
}

/** Files do not say what they must. The message has a line for each fault. */
export class FileFaultsError extends MillraceError {
  readonly faults: readonly FileFault[];

  constructor(what: string, faults: readonly FileFault[]) {
    super("faulty_files", [what, ...faults.map((fault) => `  ${lineOf(fault)}`)].join("\n"));
    this.faults = faults;
  }
}

/** A fault as compilers write theirs, so that editors find the place: `tile.yaml:3:1  name: must not be empty`. */
export function lineOf({ file, line, column, name, message }: FileFault): string {
  return printable(`${file}:${line}:${column}  ${name === "" ? "" : `${name}: `}${message}`);
}

/** The YAML reader's own faults. */
export function yamlFaults(file: string, { faults, positionOf }: YamlText): readonly FileFault[] {
  return faults.map(({ at, message }) => ({ file, ...positionOf(at), name: "", message }));
}

/** What a schema found, at the places where the text has it. */
export function issueFaults(
  file: string,
  issues: readonly Issue[],
  { root, positionOf }: YamlText,
): readonly FileFault[] {
  return issues.map(({ name, detail }) => ({
    file,
    ...positionOf(root === undefined ? 0 : placeOfName(root, name)),
    name,
    message: detail,
  }));
}

/** The character that a name such as `parameters[0].name` leads to, or the last on the way that is there. */
export function placeOfName(root: Located, name: string): number {
  return placeOf(root, stepsOf(name));
}

function stepsOf(name: string): ManifestPath {
  return name.split(/[.[\]]+/).filter((step) => step !== "");
}
