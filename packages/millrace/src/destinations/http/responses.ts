import type { Outcome } from "../../core/message.ts";
import { THROTTLED } from "../../core/message.ts";
import { isSuccess } from "../requests/exchange.ts";
import type { OutcomeRule, RequestFailure } from "../requests/outcomes.ts";
import { NO_ANSWER_RULES, outcomeOf, ruleOfStatus } from "../requests/outcomes.ts";
import type { HttpSettings, ResponseRules } from "./settings.ts";

/** What a status is said to mean. */
type Meaning = keyof ResponseRules;

const MEANINGS = ["success", "final", "retry"] as const satisfies readonly Meaning[];

/** What a person should do where that is something else than for webhooks. */
const ADVICE: Readonly<Record<string, string>> = {
  credentials_refused: "Check the credentials among the parameters of the destination.",
  not_found: "Check the url of the request, and the parameters in it.",
  wrong_endpoint: "The endpoint does not take such requests: check method, url and content type.",
  redirected: "Redirects are not followed: set the url of the request to where the endpoint really is.",
  address_forbidden: "Give a url on the public internet.",
  unreachable: "Check the url of the request, and whether the endpoint is running.",
};

const FINAL: OutcomeRule = {
  outcome: "discard",
  code: "refused",
  blame: "event",
  advice: "The endpoint refuses this event for good.",
};
const RETRY: OutcomeRule = {
  outcome: "retry",
  code: "refused",
  blame: "destination",
  advice: "The endpoint refused the event; it is attempted again.",
};

/** What an endpoint's answers mean: by the settings, and where they say nothing, what they mean for webhooks. */
export class Responses {
  /** By status (`404`) or hundred (`4xx`). */
  readonly #said = new Map<string, Meaning>();

  constructor({ responses = {} }: Pick<HttpSettings, "responses">) {
    for (const meaning of MEANINGS)
      for (const pattern of responses[meaning] ?? [])
        if (!this.#said.has(pattern)) this.#said.set(pattern, meaning);
  }

  succeeds(status: number): boolean {
    const said = this.#meaningOf(status);
    return said === undefined ? isSuccess(status) : said === "success";
  }

  /** The outcome of a message that did not arrive. */
  outcomeOf(failure: RequestFailure): Outcome {
    return outcomeOf(failure, this.ruleOf(failure));
  }

  /** What a failure comes to, and what to do about it. */
  ruleOf(failure: RequestFailure): OutcomeRule {
    if ("noAnswer" in failure) return advised(NO_ANSWER_RULES[failure.noAnswer]);
    const said = this.#meaningOf(failure.status);
    const usual = ruleOfStatus(failure.status);
    if (said === "final") return FINAL;
    if (said !== "retry") return advised(usual);
    return usual.code === THROTTLED ? usual : RETRY;
  }

  /** A status by itself says more than its hundred. */
  #meaningOf(status: number): Meaning | undefined {
    if (this.#said.size === 0) return undefined;
    return this.#said.get(String(status)) ?? this.#said.get(`${Math.floor(status / 100)}xx`);
  }
}

/** Statuses and hundreds that stand in more than one list. */
export function ambiguousStatuses({ responses = {} }: Pick<HttpSettings, "responses">): readonly string[] {
  const all = MEANINGS.flatMap((meaning) => responses[meaning] ?? []);
  return [...new Set(all.filter((pattern, i) => all.indexOf(pattern) !== i))];
}

function advised(rule: OutcomeRule): OutcomeRule {
  const advice = ADVICE[rule.code];
  return advice === undefined ? rule : { ...rule, advice };
}
