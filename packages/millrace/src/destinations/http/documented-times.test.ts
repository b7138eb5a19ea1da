import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { eventWith } from "../testing/destination-suite.ts";
import { isFault } from "./rendered.ts";
import { requestRenderer } from "./renderer.ts";

/** An event that its sender gave no time of its own, so that its time is written as all of the export format are. */
const EVENT = { ...eventWith(1, "{}"), time: "2022-01-06T17:29:04.123000000Z" };

function page(name: string): string {
  return readFileSync(new URL(`../../../../../docs/${name}`, import.meta.url), "utf8");
}

/** The line with the event's time, with the settings before it, of the text. */
function timeOf(template: string): string {
  const lines = template.split("\n");
  return lines.filter((line) => line.includes("event_time") || line.startsWith("<#setting")).join("\n");
}

/** The blocks of a language on a page that have an event's time. */
function blocks(name: string, language: string): readonly string[] {
  const found = page(name).matchAll(/^```(\w+)\n(.*?)^```$/gms);
  return [...found]
    .filter(([, of, text = ""]) => of === language && text.includes("${") && text.includes("event_time"))
    .map(([, , text = ""]) => text);
}

function render(body: string): string {
  const settings = { events: { url: "https://api.example.com/", body, lenientBody: true } };
  const rendered = requestRenderer(settings, undefined).render(EVENT);
  if (isFault(rendered)) throw new Error(rendered.error.message);
  return rendered.body.trim();
}

describe("the time of a documented template", () => {
  it.each<[name: string, language: string, time: string]>([
    ["http.md", "ftl", '"time": "2022-01-06T17:29:04Z"'],
    ["tile-files.md", "ftl", '"time": "2022-01-06T17:29:04.123Z",'],
  ])("in docs/%s is that of the event", (name, language, time) => {
    const templates = blocks(name, language);
    expect(templates).toHaveLength(1);
    expect(render(timeOf(templates[0] ?? ""))).toBe(time);
  });

  it("in the tile of docs/tiles.md is that of the event", () => {
    const [tile = ""] = blocks("tiles.md", "json");
    const { definition }: { definition: { events: { body: string } } } = JSON.parse(tile);
    expect(render(timeOf(definition.events.body))).toBe('"time": "2022-01-06T17:29:04Z",');
  });
});
