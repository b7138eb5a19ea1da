import { StorageClass } from "@aws-sdk/client-s3";
import Type from "typebox";
import type { Static } from "typebox";
import { awsRegion, endpointUrl, roleSettings } from "../aws/settings.ts";
import { envelopeSetting } from "../wrap.ts";

/** Storage classes as the SDK enumerates them. */
export const STORAGE_CLASSES: readonly string[] = Object.values(StorageClass);

/** Settings of an S3 destination: seed 001's table under Ampersand's API names, and an endpoint for services that speak S3. */
export const s3Settings = Type.Object(
  {
    bucket: Type.String({
      title: "Bucket",
      description: "Name of the S3 bucket.",
      pattern: "^[a-zA-Z0-9][a-zA-Z0-9._-]*$",
      minLength: 3,
      maxLength: 255,
    }),
    region: awsRegion,
    keyTemplate: Type.Optional(
      Type.String({
        title: "Object key template",
        description: "JMESPath template for the object key. By default {timestamp}_{message id}.json.",
      }),
    ),
    storageClass: Type.Optional(
      Type.String({
        title: "Storage class",
        description: `Storage class of written objects, in any case: ${STORAGE_CLASSES.join(", ")}. STANDARD by default.`,
        maxLength: 40,
      }),
    ),
    envelope: Type.Optional(envelopeSetting),
    endpointUrl: Type.Optional(endpointUrl),
    ...roleSettings,
  },
  { additionalProperties: false },
);

/** See {@link s3Settings}. */
export type S3Settings = Static<typeof s3Settings>;

/** The storage class as S3 spells it; undefined for one there is not. */
export function storageClassOf({ storageClass }: S3Settings): string | undefined {
  if (storageClass === undefined) return StorageClass.STANDARD;
  const wanted = storageClass.trim().toUpperCase().replaceAll(/[\s-]/g, "_");
  return STORAGE_CLASSES.find((each) => each === wanted);
}
