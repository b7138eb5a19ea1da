import { describe, expect, it } from "vitest";
import { http } from "../destinations/http/index.ts";
import { eventWith } from "../destinations/testing/destination-suite.ts";
import { Rendering } from "./rendering.ts";

const SECRET = "Kq7x-not-to-be-told";

function renderingOf(body: string): Rendering {
  return new Rendering({
    type: http,
    destinationId: "destination-1",
    metadata: { events: { url: "https://api.example.com/", body } },
    secrets: { parameters: { key: SECRET } },
  });
}

describe("a fault of a message that is made to be looked at", () => {
  it.each([
    ["quotes the body", '{"key": "${parameters.key[0..4]}" oops}', "invalid_json"],
    ["quotes a value", "<#stop parameters.key[5..10]>", "render_failed"],
    [
      "quotes a secret turned round",
      "${parameters.key?upper_case?replace('-', '_')?number}",
      "render_failed",
    ],
  ])("holds nothing of a secret, though it %s", (_, body, code) => {
    const fault = renderingOf(body).faultOf(eventWith(1));
    expect(fault).toMatchObject({ code });
    expect(fault?.message).not.toMatch(/Kq7x|KQ7X|not_?-?to/i);
  });

  it("is told also where it comes up with the real secret alone", () => {
    const body = `<#if parameters.key?length == ${SECRET.length}><#stop "no"></#if>{}`;
    expect(renderingOf(body).faultOf(eventWith(1))).toMatchObject({ code: "render_failed" });
  });
});
