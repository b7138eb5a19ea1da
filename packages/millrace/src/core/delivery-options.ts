import Type from "typebox";
import type { Static } from "typebox";
import { Compile } from "typebox/compile";
import type { RetrySchedule } from "./retry-schedule.ts";
import { DEFAULT_SCHEDULE } from "./retry-schedule.ts";

const rate = (description: string) =>
  Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 1e9, description }));

/** How a destination is delivered to: when what failed is attempted again, and how fast messages may go out. */
export const deliveryOptions = Type.Object(
  {
    retry: Type.Optional(
      Type.Object(
        {
          attempts: Type.Optional(
            Type.Integer({
              minimum: 1,
              maximum: 50,
              description: "Attempts in all, the first included. 10 by default.",
            }),
          ),
          firstWaitSeconds: Type.Optional(
            Type.Number({
              minimum: 0.1,
              maximum: 86_400,
              description: "Wait before the second attempt. 28.18 by default.",
            }),
          ),
          factor: Type.Optional(
            Type.Number({
              minimum: 1,
              maximum: 10,
              description: "Each wait is this many times the one before. 2 by default.",
            }),
          ),
          maxWaitSeconds: Type.Optional(
            Type.Number({
              minimum: 0.1,
              maximum: 604_800,
              description: "No wait is longer. Four hours by default.",
            }),
          ),
          totalSeconds: Type.Optional(
            Type.Number({
              minimum: 0.1,
              maximum: 2_592_000,
              description: "The waits add up to at most this. Four hours by default.",
            }),
          ),
        },
        { additionalProperties: false, description: "When a delivery that failed is attempted again." },
      ),
    ),
    pace: Type.Optional(
      Type.Object(
        {
          requestsPerSecond: rate("Requests a second."),
          requestsPerMinute: rate("Requests a minute."),
          recordsPerSecond: rate("Messages a second."),
          bytesPerSecond: rate("Bytes of messages and keys a second."),
          concurrency: Type.Optional(
            Type.Integer({
              minimum: 1,
              maximum: 256,
              description: "Requests in flight at once, over all routes.",
            }),
          ),
        },
        {
          additionalProperties: false,
          description: "How fast messages may go out, over all routes that lead there.",
        },
      ),
    ),
  },
  {
    additionalProperties: false,
    description: "When failed deliveries are attempted again, and how fast messages go out.",
  },
);

/** See {@link deliveryOptions}. */
export type DeliveryOptions = Static<typeof deliveryOptions>;

/** How fast messages may go out; what is absent is not limited. */
export type PaceOptions = NonNullable<DeliveryOptions["pace"]>;

/** The schedule that the options ask for; what they leave out is as in {@link DEFAULT_SCHEDULE}. */
export function scheduleOf({ retry = {} }: DeliveryOptions): RetrySchedule {
  const { attempts, firstWaitSeconds, factor, maxWaitSeconds, totalSeconds } = retry;
  return {
    attempts: attempts ?? DEFAULT_SCHEDULE.attempts,
    firstWait: firstWaitSeconds === undefined ? DEFAULT_SCHEDULE.firstWait : firstWaitSeconds * 1_000,
    factor: factor ?? DEFAULT_SCHEDULE.factor,
    maxWait: maxWaitSeconds === undefined ? DEFAULT_SCHEDULE.maxWait : maxWaitSeconds * 1_000,
    total: totalSeconds === undefined ? DEFAULT_SCHEDULE.total : totalSeconds * 1_000,
  };
}

const options = Compile(deliveryOptions);

/** Reads options that were stored as JSON text. */
export function parseDeliveryOptions(text: string): DeliveryOptions {
  return options.Parse(JSON.parse(text));
}
