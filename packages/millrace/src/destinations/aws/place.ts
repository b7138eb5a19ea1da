import type { AwsService, NetworkPolicy } from "../../core/destination.ts";
import { dnsSuffix } from "./partitions.ts";

/** Where a service is called: in a region, and at a customer's own endpoint where one was given. */
export interface ServicePlace {
  readonly region: string;
  readonly endpointUrl?: string | undefined;
}

/** Where a service answers: at the customer's endpoint, else at the operator's, else at AWS's own of that region and its partition. */
export function serviceUrl(service: AwsService, place: ServicePlace, policy: NetworkPolicy): URL {
  const { region, endpointUrl } = place;
  const given = endpointUrl ?? policy.aws?.endpoints[service];
  return new URL(given ?? `https://${service}.${region}.${dnsSuffix(region)}`);
}

/** The rules that a connection is held to: those for customers where the endpoint is one's own choice, else none. */
export function guardOf({ endpointUrl }: ServicePlace, policy: NetworkPolicy): NetworkPolicy | undefined {
  // AWS's own names and the operator's are not a customer's to choose, and inside a VPC they lead to private addresses.
  return endpointUrl === undefined ? undefined : policy;
}
