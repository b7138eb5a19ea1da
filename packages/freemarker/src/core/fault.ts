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
