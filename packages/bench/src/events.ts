/** Bytes of one event's data, as in the design's figures. */
export const EVENT_BYTES = 800;

/** An event body of about 0.8 KB, in the shape of a product's own. */
export function eventData(n: number): object {
  const data = {
    userId: `user-${n % 1_000}`,
    event: "Order Completed",
    n,
    total: 129.5,
    currency: "EUR",
    plan: { tier: "growth", seats: 25, trial: false },
    items: [
      { sku: "A-100", quantity: 2, price: 39.5 },
      { sku: "B-200", quantity: 1, price: 50.5 },
    ],
    note: "",
  };
  return { ...data, note: "x".repeat(Math.max(0, EVENT_BYTES - JSON.stringify(data).length)) };
}

/** A body for `POST …/events` with `count` events; ids are left to the server, so one body can be sent any number of times. */
export function eventsBody(count: number): Buffer {
  return Buffer.from(
    JSON.stringify({
      events: Array.from({ length: count }, (_, n) => ({ topic: "orders", data: eventData(n) })),
    }),
  );
}
