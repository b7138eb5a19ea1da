import { describe, expect, it } from "vitest";
import { CREDENTIAL_RULES, ownFailure } from "./credential-errors.ts";
import type { AwsFailure } from "./errors.ts";
import { outcomeOf, saidBy } from "./errors.ts";

const failure = (name: string, message: string, status?: number): AwsFailure => ({ name, message, status });

describe("what was said of a failure", () => {
  it.each([
    ["ends as AWS ended it", failure("NotThere", "No stream a.", 400), "NotThere: No stream a."],
    ["is a sentence where AWS made none", failure("NotThere", "No stream a", 400), "NotThere: No stream a."],
    ["begins with the status where there is no name", failure("", "go away", 403), "403: go away."],
    ["has nothing before it where no answer came", failure("", "connect refused"), "connect refused."],
    ["is the name where nothing was said", failure("NotThere", "", 400), "NotThere."],
  ])("%s", (_what, given, expected) => {
    expect(saidBy(given)).toBe(expected);
  });

  it("stands before what to do about it, in the error of a delivery", () => {
    expect(outcomeOf(failure("ResourceNotFoundException", "Stream a not found.", 400))).toMatchObject({
      error: {
        message:
          "ResourceNotFoundException: Stream a not found. Check the stream name and the region of the destination.",
      },
    });
    expect(
      outcomeOf(ownFailure(CREDENTIAL_RULES.stsUnreachable, "connect ECONNREFUSED ::1:5")),
    ).toMatchObject({
      error: { message: expect.stringMatching(/^connect ECONNREFUSED ::1:5\. STS does not answer: /) },
    });
  });
});
