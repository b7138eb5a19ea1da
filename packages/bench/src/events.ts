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
export function eventsBody(count: number, data: (n: number) => object = eventData): Buffer {
  return Buffer.from(
    JSON.stringify({
      events: Array.from({ length: count }, (_, n) => ({ topic: "orders", data: data(n) })),
    }),
  );
}

/** Properties of a {@link trackData tracked event}. */
const PROPERTIES = 20;

/** An event in the export format of event streaming, of about 1.2 KB, with twenty properties of its own. */
export function trackData(n: number) {
  const properties = Array.from({ length: PROPERTIES }, (_, i) => {
    const value = i % 3 === 0 ? i * 1.5 : i % 3 === 1 ? `value ${i} of ${n}` : i % 2 === 0;
    return [`property_${i}`, value] as const;
  });
  return {
    uuid: "0199e0a8-14a1-7b6e-8f3c-2d1f0a9b8c7e",
    event_type: "Order Completed",
    user_id: `user-${n % 1_000}`,
    device_id: "0199e0a8-14a1-7b6e-8f3c-2d1f0a9b8c7d",
    event_time: "2026-03-01 09:30:15.123456",
    server_received_time: "2026-03-01 09:30:15.456789",
    session_id: 1_772_357_415_000,
    platform: "Web",
    os_name: "Chrome",
    language: "English",
    country: "Germany",
    city: "Berlin",
    groups: { company: ["acme"] },
    user_properties: { email: `user-${n % 1_000}@example.com`, plan: "growth" },
    group_properties: {},
    event_properties: Object.fromEntries(properties),
  };
}
