import { AWS_SERVICES } from "../core/destination.ts";
import type { AwsPolicy } from "../core/destination.ts";
import { ConfigError } from "./config-error.ts";

/**
 * Reads the setting `awsEndpoints`, such as `sts=http://127.0.0.1:5000,s3=https://s3.internal`.
 * @throws {ConfigError} for what is no URL
 */
export function awsEndpointsOf(setting: string | undefined): AwsPolicy["endpoints"] {
  const given = new Map<string, string>(
    (setting ?? "").split(",").map((each): [string, string] => {
      const end = each.indexOf("=");
      return [each.slice(0, end), each.slice(end + 1)];
    }),
  );
  const endpoints: Partial<Record<(typeof AWS_SERVICES)[number], string>> = {};
  for (const service of AWS_SERVICES) {
    const url = given.get(service);
    if (url === undefined) continue;
    if (!URL.canParse(url))
      throw new ConfigError([{ source: "awsEndpoints", detail: `${service} is at no URL: ${url}` }]);
    endpoints[service] = url;
  }
  return endpoints;
}
