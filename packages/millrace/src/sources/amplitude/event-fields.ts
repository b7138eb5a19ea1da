/** The event types that only change properties: those of a user, those of groups. */
export const IDENTIFY = "$identify";
export const GROUP_IDENTIFY = "$groupidentify";

/** Fields of an event that are texts. Numbers and truth values are taken as texts too: clients are not strict about it. */
const TEXT_FIELDS = [
  "insert_id",
  "library",
  "platform",
  "os_name",
  "os_version",
  "app_version",
  "version_name",
  "start_version",
  "device_brand",
  "device_manufacturer",
  "device_model",
  "carrier",
  "country",
  "region",
  "city",
  "dma",
  "language",
  "paying",
  "ip",
  "idfa",
  "idfv",
  "adid",
  "android_id",
  "android_app_set_id",
  "productId",
  "revenueType",
  "currency",
  "user_agent",
  "partner_id",
] as const;

/** Fields of an event that are numbers. */
const NUMBER_FIELDS = [
  "session_id",
  "event_id",
  "location_lat",
  "location_lng",
  "price",
  "quantity",
  "revenue",
] as const;

/** Fields of an event that are objects and are passed on as such. */
export const OBJECT_FIELDS = ["plan", "ingestion_metadata"] as const;

/** What the fields of an event must be, those that are looked at one by one left out. */
export const FIELD_TYPES: ReadonlyMap<string, "text" | "number" | "object"> = new Map([
  ...TEXT_FIELDS.map((name) => [name, "text"] as const),
  ...NUMBER_FIELDS.map((name) => [name, "number"] as const),
  ...OBJECT_FIELDS.map((name) => [name, "object"] as const),
]);

/** Fields beyond the export format: passed on where an event has them. */
export const EXTRA_TEXT_FIELDS = [
  "device_brand",
  "device_manufacturer",
  "device_model",
  "idfa",
  "idfv",
  "adid",
  "android_id",
  "android_app_set_id",
  "productId",
  "revenueType",
  "currency",
  "user_agent",
  "partner_id",
] as const;

/** Numbers beyond the export format. */
export const EXTRA_NUMBER_FIELDS = ["price", "quantity", "revenue"] as const;
