import { dnsSuffix } from "../aws/partitions.ts";

/** A bucket, as far as its place goes. */
interface BucketName {
  readonly bucket: string;
  readonly region: string;
  /** A place other than AWS's own. */
  readonly endpointUrl?: string | undefined;
}

/** Where a bucket answers. */
export interface BucketLocation {
  /** Scheme, host and port. */
  readonly origin: string;
  readonly host: string;
  /** What stands before a key in a request's path, with the slash. */
  readonly prefix: string;
}

/**
 * Where to reach a bucket: under its own host name at AWS, under its name in the path at a custom endpoint and for buckets
 * with dots, which no wildcard certificate covers.
 */
export function locate({ bucket, region, endpointUrl }: BucketName): BucketLocation {
  if (endpointUrl !== undefined) {
    const { origin, host, pathname } = new URL(endpointUrl);
    return { origin, host, prefix: `${pathname.replace(/\/+$/, "")}/${bucket}/` };
  }
  const service = `s3.${region}.${dnsSuffix(region)}`;
  const ownHost = /^[a-z0-9-]+$/.test(bucket);
  const host = ownHost ? `${bucket}.${service}` : service;
  return { origin: `https://${host}`, host, prefix: ownHost ? "/" : `/${bucket}/` };
}

/** A key in a path: every byte but letters, digits and `-._~/` as `%XX`, which is also how SigV4 wants it for S3. */
export function encodeKey(key: string): string {
  return encodeURIComponent(key)
    .replaceAll("%2F", "/")
    .replaceAll(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}
