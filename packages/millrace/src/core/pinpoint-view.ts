import type { JsonObject } from "./json/object.ts";
import { isMembers } from "./json/lossless.ts";

/**
 * Gives app-event JSON of Pinpoint the fields under which the export format has the same (seed 002), so that conditions,
 * mappings and templates made for that format find them: the endpoint as the device, its user as the user, attributes and metrics as the event's
 * properties. What is there already stays.
 * @param fields of a view that is being made: they are changed
 */
export function fillInFromPinpoint(fields: Record<string, unknown>, userId: string | undefined): void {
  const client = membersOf(fields.client);
  const device = membersOf(fields.device);
  const platform = membersOf(device.platform);
  const locale = membersOf(device.locale);
  const found = {
    user_id: userId,
    device_id: client.client_id,
    session_id: membersOf(fields.session).start_timestamp,
    event_properties: { ...membersOf(fields.attributes), ...membersOf(fields.metrics) },
    platform: platform.name,
    os_version: platform.version,
    device_brand: device.make,
    device_model: device.model,
    language: locale.language,
    country: locale.country,
    version_name: membersOf(fields.application).version_name,
  };
  for (const [name, value] of Object.entries(found))
    if (value !== undefined && fields[name] === undefined) fields[name] = value;
}

function membersOf(value: unknown): JsonObject {
  return isMembers(value) ? value : {};
}
