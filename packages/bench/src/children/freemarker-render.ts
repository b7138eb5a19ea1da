import { compile } from "@millrace/freemarker";
import { answerQuestions } from "../child.ts";
import { WORKLOADS, type WorkloadName } from "../freemarker/workloads.ts";

/** Renders one of the workloads with `@millrace/freemarker`, as Render.java does with Apache FreeMarker. */
const name: WorkloadName = JSON.parse(process.argv[2] ?? '"event"');
const { template: text, model } = WORKLOADS[name];
const template = compile(text);

answerQuestions({
  /** 1 if the template gives this output. */
  agrees(output: string) {
    return Number(template.render(model) === output);
  },
  /** Renders for so many milliseconds, and answers the renders a second. */
  rate(milliseconds: number) {
    const started = performance.now();
    let renders = 0;
    let length = 0;
    let now = started;
    while (now < started + milliseconds) {
      for (let i = 0; i < 10; i++) length += template.render(model).length;
      renders += 10;
      now = performance.now();
    }
    if (length === 0) throw new Error("nothing was rendered");
    return (renders * 1_000) / (now - started);
  },
});
