import { MillraceError } from "../core/errors.ts";
import type { BlobStore } from "./blob-store.ts";
import { BucketStore } from "./bucket-store.ts";
import { FolderStore } from "./folder-store.ts";

/** The settings that say where blobs are kept. */
export interface BlobSettings {
  readonly blobsBucket?: string;
  readonly blobsRegion?: string;
  readonly blobsEndpointUrl?: string;
  readonly blobsPrefix?: string;
  readonly blobsAccessKeyId?: string;
  readonly blobsSecretAccessKey?: string;
}

/**
 * The store that the settings ask for: the bucket where one is named, else the folder.
 * @throws {MillraceError} where settings of the bucket are missing, or are there without a bucket
 */
export function openBlobStore(folder: string, settings: BlobSettings): BlobStore {
  const { blobsBucket, blobsRegion, blobsAccessKeyId, blobsSecretAccessKey } = settings;
  if (blobsBucket === undefined) {
    const given = Object.keys(BUCKET_SETTINGS).filter((name) => name in settings);
    if (given.length > 0) throw incomplete(`${given.join(", ")} without blobsBucket`);
    return FolderStore.open(folder);
  }
  if (blobsRegion === undefined || blobsAccessKeyId === undefined || blobsSecretAccessKey === undefined)
    throw incomplete(
      `blobsBucket without ${REQUIRED.filter((name) => settings[name] === undefined).join(", ")}`,
    );
  return new BucketStore({
    bucket: blobsBucket,
    region: blobsRegion,
    endpointUrl: settings.blobsEndpointUrl,
    prefix: settings.blobsPrefix,
    accessKeyId: blobsAccessKeyId,
    secretAccessKey: blobsSecretAccessKey,
  });
}

const REQUIRED = ["blobsRegion", "blobsAccessKeyId", "blobsSecretAccessKey"] as const;

const BUCKET_SETTINGS: Readonly<Record<Exclude<keyof BlobSettings, "blobsBucket">, true>> = {
  blobsRegion: true,
  blobsEndpointUrl: true,
  blobsPrefix: true,
  blobsAccessKeyId: true,
  blobsSecretAccessKey: true,
};

function incomplete(what: string): MillraceError {
  return new MillraceError("blobs_settings", `The settings of large results are not complete: ${what}.`, {
    remedy:
      "Set blobsBucket, blobsRegion, blobsAccessKeyId and blobsSecretAccessKey together, or none of them.",
  });
}
