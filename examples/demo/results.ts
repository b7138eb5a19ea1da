/** One call of `POST …/installations/{id}/results`, for one of the demo's customers. */
export interface HandIn {
  readonly integration: "hubspotCrm" | "salesforceCrm";
  readonly customer: number;
  readonly body: object;
}

const FIRST_NAMES = [
  "Maria",
  "Oluwaseun",
  "Zoë",
  "Bjørn",
  "美咲",
  "Anaïs",
  "Tomasz",
  "Priya",
  "Łukasz",
  "Noor",
];
const LAST_NAMES = [
  "Johnson",
  "Adeyemi",
  "Müller",
  "Sørensen",
  "田中",
  "Lefèvre",
  "Kowalski",
  "Raman",
  "Wójcik",
  "Haddad",
];
const CITIES = [
  "Brisbane",
  "Lagos",
  "Zürich",
  "Aarhus",
  "京都",
  "Nîmes",
  "Łódź",
  "Chennai",
  "Beirut",
  "São Paulo",
];
const TRADES = ["Labs", "Logistics", "Robotics", "Foods", "Health", "Energy", "Media", "Textiles"];

/** The same results at every run: like what connectors read from HubSpot and Salesforce, as their APIs answer it. */
export function makeResults(count: number): readonly HandIn[] {
  const random = generator(20_251_014);
  const pick = (from: readonly string[]): string => from[Math.floor(random() * from.length)] ?? "";
  return Array.from({ length: count }, (_, n): HandIn => {
    const customer = Math.floor(random() * 3);
    const kind = n % 10;
    const records = 1 + Math.floor(random() * 3);
    const many = (make: (id: number) => object): object[] =>
      Array.from({ length: records }, (__, i) => ({ raw: make(n * 10 + i) }));
    const company = (): string => `${pick(LAST_NAMES)} ${pick(TRADES)}`;
    if (kind < 5) {
      const contact = (id: number): object =>
        hubspotContact(id, pick(FIRST_NAMES), pick(LAST_NAMES), pick(CITIES));
      return {
        integration: "hubspotCrm",
        customer,
        body: { action: "read", objectName: "contacts", readType: "scheduled", result: many(contact) },
      };
    }
    if (kind < 7) {
      const result = many((id) => hubspotCompany(id, company()));
      return {
        integration: "hubspotCrm",
        customer,
        body: { action: "read", objectName: "companies", readType: "backfill", result },
      };
    }
    const account = (id: number): object => salesforceAccount(id, company(), Math.floor(random() * 1e7));
    if (kind === 7)
      return {
        integration: "salesforceCrm",
        customer,
        body: { action: "read", objectName: "Account", result: many(account) },
      };
    return {
      integration: "salesforceCrm",
      customer,
      body: { action: "subscribe", objectName: "Account", result: [change(account(n))] },
    };
  });
}

function hubspotContact(id: number, firstname: string, lastname: string, city: string): object {
  const createdate = `2024-0${1 + (id % 9)}-1${id % 10}T17:55:48.301Z`;
  const email = `contact-${id}@example.com`;
  return {
    archived: false,
    createdAt: createdate,
    id: String(id),
    properties: { firstname, lastname, email, city, createdate },
  };
}

function hubspotCompany(id: number, name: string): object {
  const domain = `company-${id}.example`;
  return { archived: false, id: String(id), properties: { name, domain, hs_object_id: String(id) } };
}

function salesforceAccount(id: number, name: string, revenue: number): object {
  const Id = `001Dp${String(id).padStart(13, "0")}`;
  const attributes = { type: "Account", url: `/services/data/v59.0/sobjects/Account/${Id}` };
  return { Id, Name: name, AnnualRevenue: revenue, Website: null, attributes };
}

function change(raw: object): object {
  const rawEvent = {
    ChangeEventHeader: { changeType: "UPDATE", changedFields: ["AnnualRevenue"], entityName: "Account" },
  };
  return { subscribeEventType: "update", providerEventType: "UPDATE", raw, rawEvent };
}

/** Numbers from 0 to below 1 that look random and are the same each time (mulberry32). */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
