import type { TileDefinition } from "../definition.ts";

/** The tile that seed 002 leads through, as its example payload wants it. */
export const EXAMPLE_TILE: TileDefinition = {
  displayName: "Acme Messaging",
  category: "messaging",
  summary: "Send events to Acme, to reach users at the right moment.",
  description: "Acme sends messages. Stream events to it to start campaigns as soon as something happens.",
  parameters: [
    { name: "endpoint", displayName: "REST API Endpoint" },
    { name: "api_key", displayName: "REST API Key", secret: true },
    { name: "app_id", displayName: "App ID" },
  ],
  mappedFields: [
    { name: "external_id", required: true },
    { name: "optional_property" },
    { name: "optional_property_again" },
  ],
  events: {
    url: "${parameters.endpoint}/users/track",
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      Authorization: "Bearer ${parameters.api_key}",
    },
    body: `<#setting datetime_format="yyyy-MM-dd'T'HH:mm:ss'Z'">
{
  "external_id": \${json(mappedFields.external_id)},
  "app_id": \${json(parameters.app_id)},
  "name": \${json(input.event_type)},
  "time": "\${input.event_time?datetime("yyyy-MM-dd HH:mm:ss")}",
<#if mappedFields.optional_property??>
  "optional_property": \${json(mappedFields.optional_property)},
</#if>
<#if mappedFields.optional_property_again??>
  "optional_property_again": \${json(mappedFields.optional_property_again)},
</#if>
  "properties": {
<#list mappedProperties?keys as key>
    \${json(key)}: \${mappedProperties[key]}<#sep>,</#sep>
</#list>
  }
}
`,
  },
};
