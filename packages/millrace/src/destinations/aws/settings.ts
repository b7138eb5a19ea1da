import Type from "typebox";

/** Credentials of the AWS destinations, under Ampersand's names (seeds 000 and 001). */
export const awsSecrets = Type.Object(
  {
    awsKeyId: Type.String({
      title: "AWS Access Key ID",
      description: "AWS access key.",
      minLength: 1,
      maxLength: 256,
    }),
    awsSecretKey: Type.String({
      title: "AWS Secret Access Key",
      description: "AWS secret access key.",
      minLength: 1,
      maxLength: 256,
    }),
    awsSessionToken: Type.Optional(
      Type.String({
        title: "AWS Session Token",
        description: "Session token, for temporary credentials.",
        minLength: 1,
        maxLength: 8_192,
      }),
    ),
  },
  { additionalProperties: false },
);

/** An AWS region of any partition: `us-west-2`, `us-gov-west-1`, `cn-north-1`. */
export const awsRegion = Type.String({
  title: "Region",
  description: "AWS region, such as us-west-2. GovCloud and China regions too.",
  pattern: "^[a-z]{2,3}(-[a-z]+)+-\\d{1,2}$",
  maxLength: 40,
});

/** A place other than AWS's own. */
export const endpointUrl = Type.String({
  title: "Endpoint URL",
  description: "Custom endpoint, such as a VPC endpoint, MinIO or LocalStack.",
  minLength: 1,
  maxLength: 2_048,
});

/** The domain that a region's services are under. */
export function dnsSuffix(region: string): string {
  if (region.startsWith("cn-")) return "amazonaws.com.cn";
  if (region.startsWith("us-iso-")) return "c2s.ic.gov";
  if (region.startsWith("us-isob-")) return "sc2s.sgov.gov";
  return region.startsWith("eusc-") ? "amazonaws.eu" : "amazonaws.com";
}

/** The partition in the ARNs of a region. */
export function partitionOf(region: string): string {
  if (region.startsWith("cn-")) return "aws-cn";
  if (region.startsWith("us-gov-")) return "aws-us-gov";
  if (region.startsWith("us-iso-")) return "aws-iso";
  if (region.startsWith("us-isob-")) return "aws-iso-b";
  return region.startsWith("eusc-") ? "aws-eusc" : "aws";
}
