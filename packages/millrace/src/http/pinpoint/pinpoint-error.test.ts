import { expect, test } from "vitest";
import { ConflictError, MillraceError, NotFoundError, UnreadableInputError } from "../../core/errors.ts";
import { asPinpointError } from "./pinpoint-error.ts";

test.each<[MillraceError, string]>([
  [new NotFoundError("project", "shop"), "404 NotFoundException"],
  [new ConflictError("deleted_meanwhile", "It was deleted meanwhile."), "404 NotFoundException"],
  [new ConflictError("replay_in_the_way", "A replay leads there."), "400 BadRequestException"],
  [new UnreadableInputError("The body is not UTF-8."), "400 BadRequestException"],
  [new MillraceError("forbidden", "No.", { status: 403 }), "403 ForbiddenException"],
  [new MillraceError("unauthenticated", "No.", { status: 401 }), "403 UnrecognizedClientException"],
  [new MillraceError("broken", "No.", { status: 502 }), "500 InternalServerErrorException"],
])("%s is known to Pinpoint's clients as %s", (error, known) => {
  const { status, type } = asPinpointError(error);
  expect(`${status} ${type}`).toBe(known);
});
