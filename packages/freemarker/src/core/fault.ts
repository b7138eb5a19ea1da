import type { RenderErrorCode } from "./errors.ts";

/**
 * Something wrong, thrown where the place in the template is not known; whoever runs the code for a place turns it into a
 * `RenderError` there (`Site.locate`). Never leaves the library.
 */
export class Fault extends Error {
  readonly code: RenderErrorCode;

  constructor(code: RenderErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/**
 * The fault for something that code of the host's threw.
 * @param context what comes before its message
 */
export function hostFailure(thrown: unknown, context = ""): Fault {
  return new Fault("host-failure", context + messageOf(thrown), { cause: thrown });
}

function messageOf(thrown: unknown): string {
  try {
    return thrown instanceof Error ? thrown.message : String(thrown);
  } catch {
    return "Something was thrown that has no text.";
  }
}
