import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { CaseMaker } from "./cases.ts";

/** After so long without a word the child is taken to hang: many times what the largest limit allows. */
const HANGS_AFTER = 15_000;
const MAX_FINDINGS = 200;

/** Something that no template may do, and the template that did it. */
export interface Finding {
  readonly number: number;
  readonly fault: string;
  readonly template: string;
}

export interface FuzzRun {
  readonly tried: number;
  readonly findings: readonly Finding[];
}

interface Message {
  readonly at?: number;
  readonly fault?: string;
  readonly done?: boolean;
}

/** Tries templates for some seconds, in one child process after another. */
export async function runFuzzer(options: { seed: number; seconds: number; from?: number }): Promise<FuzzRun> {
  const until = Date.now() + options.seconds * 1000;
  const maker = new CaseMaker(options.seed);
  const findings: Finding[] = [];
  const seen = new Set<string>();
  const report = (number: number, fault: string): void => {
    // Of faults that only differ in their numbers one is enough.
    const kind = fault
      .split("\n")
      .slice(0, 3)
      .join("\n")
      .replaceAll(/\d+|: .{40,}/g, "");
    if (!seen.has(kind)) findings.push({ number, fault, template: maker.make(number).template });
    seen.add(kind);
  };
  let next = options.from ?? 0;
  while (Date.now() < until && findings.length < MAX_FINDINGS) {
    const last = await runChild(options.seed, next, until, report);
    next = last + 1;
  }
  return { tried: next - (options.from ?? 0), findings };
}

/** Runs one child until the time is up, it crashes or it hangs. @returns the number of the last case that it tried */
async function runChild(
  seed: number,
  first: number,
  until: number,
  report: (number: number, fault: string) => void,
): Promise<number> {
  const script = join(import.meta.dirname, "child.ts");
  const args = ["--max-old-space-size=512", "--import", "tsx", script, `${seed}`, `${first}`, `${until}`];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
  let last = first - 1;
  let done = false;
  let heard = Date.now();
  let complaint = "";
  const watchdog = setInterval(() => {
    if (Date.now() - heard > HANGS_AFTER) child.kill("SIGKILL");
  }, 500);
  child.stderr.on("data", (chunk: Buffer) => (complaint = (complaint + chunk.toString()).slice(-2000)));
  for await (const line of createInterface({ input: child.stdout })) {
    const message: Message = JSON.parse(line);
    heard = Date.now();
    last = message.at ?? last;
    done ||= message.done === true;
    if (message.fault !== undefined) report(last, message.fault);
  }
  clearInterval(watchdog);
  if (!done) report(last, Date.now() - heard > HANGS_AFTER ? "hung" : `crashed: ${complaint}`);
  return last;
}
