import { partition } from "@aws-sdk/core/client";

/** The domain that a region's services are under, by the SDK's own table of partitions. */
export function dnsSuffix(region: string): string {
  return partition(region).dnsSuffix;
}

/** The partition in the ARNs of a region, such as `aws-us-gov`. */
export function partitionOf(region: string): string {
  return partition(region).name;
}
