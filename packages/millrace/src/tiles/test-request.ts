import type { NetworkPolicy } from "../core/destination.ts";
import { InvalidInputError } from "../core/errors.ts";
import { isFault } from "../destinations/http/rendered.ts";
import { requestRenderer } from "../destinations/http/renderer.ts";
import type { SentOnce } from "../destinations/http/send-once.ts";
import { sendOnce } from "../destinations/http/send-once.ts";
import { givenValues, missingIssues, trialOf } from "./parameter-values.ts";
import type { Preview, PreviewInput } from "./preview.ts";
import { previewOf } from "./preview.ts";

/** What was sent, without its secrets, and what the endpoint said. */
export interface Tested extends Preview {
  readonly response?: Extract<SentOnce, { readonly status: number }>;
  /** Why there is no answer. */
  readonly failure?: { readonly code: string; readonly message: string };
}

/**
 * Sends the request that an event comes to, for real and once. Nothing is made up: what the tile requires must be given.
 * @throws {InvalidInputError} naming the parameters that are missing
 */
export async function testOf(input: PreviewInput, policy: NetworkPolicy): Promise<Tested> {
  const { definition, event } = input;
  const values = givenValues(definition, input.parameters);
  const missing = missingIssues(definition, values);
  if (missing.length > 0)
    throw new InvalidInputError("The tile's required parameters must be given to send a request.", missing);
  const { settings, secrets } = trialOf(definition, values);
  const rendered = requestRenderer(settings, secrets).render(event);
  const preview = previewOf(input, { makeUp: false });
  if (isFault(rendered)) {
    const { code, message } = rendered.error;
    return preview.faults.length > 0 ? preview : { faults: [{ code, message }], notes: preview.notes };
  }
  const sent = await sendOnce(settings, secrets, policy, rendered);
  return "failure" in sent ? { ...preview, failure: sent.failure } : { ...preview, response: sent };
}
