import { MillraceError } from "../core/errors.ts";

/** Names under which AWS's front end refuses signed requests; its SDKs know what to do about some of them. */
export type SignatureErrorType =
  | "IncompleteSignatureException"
  | "InvalidSignatureException"
  | "UnrecognizedClientException"
  | "ForbiddenException";

/**
 * A signed request is refused: status 403. Neither the message nor anything else of it says what a right signature
 * would have been, for that would let anybody sign.
 */
export class SignatureError extends MillraceError {
  /** What the header `x-amzn-ErrorType` says. */
  readonly type: SignatureErrorType;

  constructor(type: SignatureErrorType, message: string, remedy?: string) {
    super(type, message, { status: 403, ...(remedy !== undefined && { remedy }) });
    this.type = type;
  }
}

/** The request does not say who signed it, or what of it, in the form that AWS Signature Version 4 has. */
export function incomplete(message: string): SignatureError {
  return new SignatureError("IncompleteSignatureException", message);
}

/** The signature is not one of this request at this time. */
export function invalid(message: string, remedy?: string): SignatureError {
  return new SignatureError("InvalidSignatureException", message, remedy);
}
