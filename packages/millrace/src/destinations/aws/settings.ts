import type { Static } from "typebox";
import Type from "typebox";

/** What a header can carry: a key pasted with the end of its line would fail at each request. */
const VISIBLE = "^[\\x21-\\x7e]*$";

/** A path is what IAM lets it be, but for the characters that patterns are made of: a role is named, not looked for. */
const ROLE_ARN = "^arn:aws[a-z-]{0,20}:iam::\\d{12}:role/([!-)+->@-~]{1,510}/)?[\\w+=,.@-]{1,64}$";

const REGION = "^[a-z]{2,4}(-[a-z]+)+-\\d{1,2}$";

/**
 * Credentials of the AWS destinations, under Ampersand's names (seeds 000 and 001): both keys, or none where a role or the
 * host's credentials do without; see {@link identityOf}.
 */
export const awsSecrets = Type.Object(
  {
    awsKeyId: Type.Optional(
      Type.String({
        title: "AWS Access Key ID",
        description: "AWS access key, in visible ASCII characters.",
        pattern: VISIBLE,
        minLength: 1,
        maxLength: 256,
      }),
    ),
    awsSecretKey: Type.Optional(
      Type.String({
        title: "AWS Secret Access Key",
        description: "AWS secret access key, in visible ASCII characters.",
        pattern: VISIBLE,
        minLength: 1,
        maxLength: 256,
      }),
    ),
    awsSessionToken: Type.Optional(
      Type.String({
        title: "AWS Session Token",
        description: "Session token, for temporary credentials, in visible ASCII characters.",
        pattern: VISIBLE,
        minLength: 1,
        maxLength: 8_192,
      }),
    ),
  },
  { additionalProperties: false },
);

/** See {@link awsSecrets}. */
export type AwsSecrets = Static<typeof awsSecrets>;

/** An AWS region of any partition: `us-west-2`, `us-gov-west-1`, `cn-north-1`. */
export const awsRegion = Type.String({
  title: "Region",
  description: "AWS region, such as us-west-2. GovCloud and China regions too.",
  pattern: REGION,
  maxLength: 40,
});

/** A place other than AWS's own. */
export const endpointUrl = Type.String({
  title: "Endpoint URL",
  description: "Custom endpoint, such as a VPC endpoint, MinIO or LocalStack.",
  minLength: 1,
  maxLength: 2_048,
});

/** Settings of every AWS destination that say which role it acts in, and where STS is. */
export const roleSettings = {
  roleArn: Type.Optional(
    Type.String({
      title: "Role ARN",
      description:
        "IAM role to assume, such as arn:aws:iam::123456789012:role/millrace. Without keys, the host's own credentials assume it.",
      pattern: ROLE_ARN,
      maxLength: 650,
    }),
  ),
  externalId: Type.Optional(
    Type.String({
      title: "External ID",
      description:
        "External id for the role's trust policy, 2 to 1224 letters, digits and +=,.@:/-_. The project's id by default; without keys it is that id, or begins with it and a colon.",
      pattern: "^[\\w+=,.@:/-]{2,1224}$",
      maxLength: 1_224,
    }),
  ),
  roleSessionName: Type.Optional(
    Type.String({
      title: "Role session name",
      description:
        "What the role's sessions are called in CloudTrail, 2 to 64 letters, digits and +=,.@-_. By default millrace- and the project's id.",
      pattern: "^[\\w+=,.@-]{2,64}$",
      maxLength: 64,
    }),
  ),
  stsRegion: Type.Optional(
    Type.String({
      title: "STS region",
      description: "Region whose STS is asked for the role. The destination's own by default.",
      pattern: REGION,
      maxLength: 40,
    }),
  ),
  stsEndpointUrl: Type.Optional(
    Type.String({
      title: "STS endpoint URL",
      description: "Custom endpoint of STS. Only with keys.",
      minLength: 1,
      maxLength: 2_048,
    }),
  ),
};

const awsSettings = Type.Object({
  region: awsRegion,
  endpointUrl: Type.Optional(endpointUrl),
  ...roleSettings,
});

/** What the settings of all AWS destinations have in common. */
export type AwsSettings = Static<typeof awsSettings>;
