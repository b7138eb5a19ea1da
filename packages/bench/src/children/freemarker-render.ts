import { compile } from "@millrace/freemarker";
import { answerQuestions } from "../child.ts";
import { WORKLOADS, type WorkloadName } from "../freemarker/workloads.ts";

/** Renders one of the workloads with `@millrace/freemarker`, as Render.java does with Apache FreeMarker. */
const name: WorkloadName = JSON.parse(process.argv[2] ?? '"event"');
const { template: text, model } = WORKLOADS[name];
const template = compile(text);
const { length } = template.render(model);

answerQuestions({
  /** 1 if the template gives this output. */
  agrees(output: string) {
    return Number(template.render(model) === output);
  },
  /** Renders for so many milliseconds, and answers the renders a second. */
  rate(milliseconds: number) {
    const started = performance.now();
    let renders = 0;
    let sum = 0;
    let now = started;
    while (now < started + milliseconds) {
      // To read the last unit makes one piece of a text that the engine may still keep in parts.
      for (let i = 0; i < 10; i++) sum += template.render(model).charCodeAt(length - 1);
      renders += 10;
      now = performance.now();
    }
    if (!(sum > 0)) throw new Error("nothing was rendered");
    return (renders * 1_000) / (now - started);
  },
});
