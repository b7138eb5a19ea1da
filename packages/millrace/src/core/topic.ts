/** What a topic looks like. */
export const TOPIC = /^[A-Za-z0-9][A-Za-z0-9._:/-]{0,127}$/;

/** What is wrong with a topic that a caller chose; undefined where nothing is. */
export function topicFault(topic: string): string | undefined {
  if (!TOPIC.test(topic)) {
    return "must be 1 to 128 of the characters A-Z a-z 0-9 . _ : / - and begin with a letter or digit";
  }
  if (topic === "read" || topic === "subscribe") {
    return `"${topic}" is reserved for the results of installations: hand those in at …/installations/{id}/results`;
  }
  if (topic === "notification" || topic.startsWith("notification.")) {
    return '"notification.*" is reserved for what Millrace itself tells';
  }
  return undefined;
}
