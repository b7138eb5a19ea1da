/** What the catalog filters by. */
export const CATEGORIES = [
  "advertising",
  "analytics",
  "attribution",
  "cdp",
  "crm",
  "data_warehouse",
  "experimentation",
  "marketing_automation",
  "messaging",
  "other",
  "personalization",
  "support",
] as const;
