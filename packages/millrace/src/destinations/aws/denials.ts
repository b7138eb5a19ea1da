/** What AWS says was denied. It says more where caller and resource are in one account. */
const DENIED = /\bto perform: ([a-z0-9-]{1,30}:[A-Za-z]{1,60})(?: on resource: ([^\s"]{1,300}))?/;
const EXPLICIT = /\bexplicit deny(?: in an? ([A-Za-z -]{1,40}? ?(?:policy|boundary)))?/;
/** Policies that bound what others allow: they must allow it too. */
const BOUND =
  /\bbecause no (permissions boundary|(?:service control|resource control|session|VPC endpoint) policy) allows\b/;
const KEY_ARN = /^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[A-Za-z0-9-]{1,100}$/;

/**
 * What to do about something that AWS denied, as it says itself what stands against it: an explicit deny, a policy that
 * bounds others, a KMS key.
 * @param usual where it says nothing of the kind
 */
export function adviceOnDenial(message: string, usual: string): string {
  const [, action = "it"] = DENIED.exec(message) ?? [];
  const explicit = EXPLICIT.exec(message);
  if (explicit !== null)
    return `An explicit deny in the ${explicit[1] ?? "policies"} forbids ${action}: no permission helps until that is taken away.`;
  const bound = BOUND.exec(message)?.[1];
  if (bound !== undefined)
    return `The ${bound} must allow ${action} too: what other policies allow does not count without it.`;
  if (!action.startsWith("kms:")) return usual;
  const key = deniedKey(message) ?? "the KMS key that what is written is encrypted with";
  return `Allow ${action} on ${key}; where the key's own policy leaves nothing to IAM, allow it there.`;
}

/** The KMS key that AWS says it denied something on. */
export function deniedKey(message: string): string | undefined {
  const [, action = "", resource = ""] = DENIED.exec(message) ?? [];
  return action.startsWith("kms:") && KEY_ARN.test(resource) ? resource : undefined;
}
