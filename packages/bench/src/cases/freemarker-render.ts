import type { Case, Effort, Round } from "../case.ts";
import { inTurn } from "../case.ts";
import { Child } from "../child.ts";
import { ApacheFreeMarker } from "../freemarker/apache.ts";
import { WORKLOADS, type WorkloadName } from "../freemarker/workloads.ts";

/** Until both sides run compiled code: C2's on the JVM, after some hundred thousand renders of a small template. */
const WARM_UP_MS = 6_000;
const ROUND_MS = 1_500;

/** A template rendered by `@millrace/freemarker` and, in turn, by Apache FreeMarker on the JVM. */
export const freemarkerRender: readonly Case[] = [
  renderCase("event", "the body of a request for an event, ten placeholders"),
  renderCase("list", "an HTML table of 200 rows, escaped"),
  renderCase("builtins", "forty built-ins: strings, regular expressions, sequences, numbers, dates"),
];

function renderCase(name: WorkloadName, about: string): Case {
  return {
    name: `freemarker-${name}`,
    unit: "renders/s",
    target: 1,
    about: `@millrace/freemarker renders ${about}; held against Apache FreeMarker on the JVM`,
    skipped() {
      if (jar() !== undefined) return undefined;
      return (
        "set MILLRACE_FREEMARKER_JAR to the path of freemarker-2.3.34.jar, which is at " +
        "https://repo1.maven.org/maven2/org/freemarker/freemarker/2.3.34/, and have java, 17 or later, on the path"
      );
    },
    run: (effort) => measure(name, effort),
  };
}

function jar(): string | undefined {
  return process.env["MILLRACE_FREEMARKER_JAR"];
}

async function measure(name: WorkloadName, effort: Effort): Promise<readonly Round[]> {
  const apache = await ApacheFreeMarker.start(jar() ?? "", WORKLOADS[name]);
  const ours = await Child.start("freemarker-render", name);
  try {
    if ((await ours.ask("agrees", apache.output)) !== 1) {
      throw new Error(`the outputs of ${name} differ; Apache FreeMarker gives:\n${apache.output}`);
    }
    await ours.ask("rate", WARM_UP_MS * effort.scale);
    await apache.rate(WARM_UP_MS * effort.scale);
    const milliseconds = ROUND_MS * effort.scale;
    return await inTurn(
      effort,
      () => ours.ask("rate", milliseconds),
      () => apache.rate(milliseconds),
    );
  } finally {
    await Promise.all([ours.stop(), apache.stop()]);
  }
}
