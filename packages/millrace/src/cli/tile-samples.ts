import { Compile } from "typebox/compile";
import { messageOf } from "../core/errors.ts";
import { parseLossless } from "../core/json/lossless.ts";
import { issuesOf } from "../core/validation/issues.ts";
import { readYaml } from "../manifest/read-yaml.ts";
import type { FileFault } from "./file-fault.ts";
import { issueFaults } from "./file-fault.ts";
import type { FolderFiles } from "./folder-files.ts";
import { readOr } from "./folder-files.ts";
import type { SampleFile } from "./tile-file.ts";
import { sampleFile } from "./tile-file.ts";

/** An event to try a tile with. Numbers of the event are as `parseLossless` gives them. */
export interface FolderSample extends SampleFile {
  /** The file's name without `.json`; `golden/` has what is to come out under the same name. */
  readonly name: string;
  readonly file: string;
}

const MAX_SAMPLE_BYTES = 1_048_576;

const validator = Compile(sampleFile);

/** Reads the files of `samples/`, in the order of their names. Faults are pushed onto `faults`. */
export async function readSamples(files: FolderFiles, faults: FileFault[]): Promise<readonly FolderSample[]> {
  const samples: FolderSample[] = [];
  for (const fileName of await files.names("samples", ".json")) {
    const path = `samples/${fileName}`;
    const file = files.pathOf(path);
    const text = await readOr(faults, file, () => files.text(path, MAX_SAMPLE_BYTES));
    const read = text === undefined ? undefined : readSample(file, text, faults);
    if (read !== undefined) samples.push({ ...read, name: fileName.slice(0, -".json".length), file });
  }
  return samples;
}

/** One sample. Undefined where it has faults, which are pushed onto `faults`. @param file what faults call it */
export function readSample(file: string, text: string, faults: FileFault[]): SampleFile | undefined {
  // JSON is YAML too, and the reader of YAML knows where things stand.
  const yaml = readYaml(text, { name: "sample", root: "an object with part and event" });
  const value = parse(text);
  if (value instanceof Error) {
    const at = yaml.faults[0]?.at ?? positionIn(value);
    faults.push({ file, ...yaml.positionOf(at), name: "", message: `is not JSON: ${messageOf(value)}` });
    return undefined;
  }
  if (validator.Check(value)) return value;
  const issues = issuesOf([...validator.Errors(value)], { schema: sampleFile, value, in: "body" });
  faults.push(...issueFaults(file, issues, yaml));
  return undefined;
}

function parse(text: string): unknown {
  try {
    JSON.parse(text);
    return parseLossless(text);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** Some of what the parser throws says where. */
function positionIn({ message }: Error): number {
  return Number(/at position (\d+)/.exec(message)?.[1] ?? 0);
}
