import type { Readable } from "node:stream";
import { MillraceError } from "../core/errors.ts";
import type { Bytes } from "../core/message.ts";
import type { Clock, EpochMilliseconds, Milliseconds } from "../core/time.ts";
import type { Vault } from "../secrets/vault.ts";
import { blobName, parseBlobName } from "./blob-key.ts";
import type { BlobKey, BlobStore } from "./blob-store.ts";
import type { PublicUrl } from "./public-url.ts";

/** What the signatures of download URLs are for; see {@link Vault.sign}. */
const PURPOSE = "download url";

/** No URL is good for longer, whatever its destination asks for: a stream keeps records for a year at most. */
const MAX_TTL: Milliseconds = 366 * 24 * 3_600_000;

/** How long a reader who was sent on to the bucket has to begin reading there. */
const REDIRECT_TTL: Milliseconds = 300_000;

/** What {@link DownloadUrls} works with. */
export interface DownloadUrlsDependencies {
  readonly blobs: BlobStore;
  readonly vault: Pick<Vault, "sign" | "verify">;
  readonly clock: Pick<Clock, "now">;
  readonly publicUrl: PublicUrl;
}

/** A download URL taken apart, as a stranger sent it: nothing in it is known to be true. */
export interface DownloadRequest {
  readonly project: string;
  readonly name: string;
  /** Seconds since 1970. */
  readonly expires: string;
  readonly signature: string;
}

/** What a good URL leads to: the blob, or where it can be fetched. */
export type Download = { readonly bytes: Bytes; readonly stream: Readable } | { readonly location: string };

/**
 * URLs under which readers fetch large results without an API key. Where the blobs' place gives URLs for as long as is
 * asked, they are its own; where not (a folder gives none, a bucket none beyond a week) they are Millrace's, signed with
 * a key of the project.
 */
export class DownloadUrls {
  readonly #deps: DownloadUrlsDependencies;

  constructor(dependencies: DownloadUrlsDependencies) {
    this.#deps = dependencies;
  }

  /** A URL that is good from now on for `ttl`, or a year where that is longer. */
  async urlFor(key: BlobKey, ttl: Milliseconds): Promise<string> {
    const { blobs, vault, clock, publicUrl } = this.#deps;
    const direct = blobs.urlFor(key, ttl);
    if (direct !== undefined) return direct;
    const name = blobName(key);
    const expires = String(Math.ceil((clock.now() + Math.min(ttl, MAX_TTL)) / 1_000));
    const signature = await vault.sign(key.projectId, PURPOSE, signedText(name, expires));
    return `${await publicUrl.get()}/v1/downloads/${key.projectId}/${name}?expires=${expires}&signature=${signature}`;
  }

  /**
   * Opens what a URL leads to.
   * @throws {MillraceError} 403 where the URL is not one of ours or no longer good, 410 where the blob was removed
   * @throws {BlobStoreError}
   */
  async open({ project, name, expires, signature }: DownloadRequest): Promise<Download> {
    const { blobs, vault, clock } = this.#deps;
    const key = parseBlobName(project, name);
    const signed = signedText(name, expires);
    if (key === undefined || !(await vault.verify(project, PURPOSE, signed, signature))) throw notSigned();
    // From here on the URL is known to be one that was made here.
    const end = Number(expires) * 1_000;
    if (!(clock.now() < end)) throw expired(end);
    const location = blobs.urlFor(key, Math.min(REDIRECT_TTL, end - clock.now()));
    if (location !== undefined) {
      if (await blobs.has(key)) return { location };
      throw removed();
    }
    const blob = await blobs.open(key);
    if (blob === undefined) throw removed();
    return blob;
  }
}

/** Neither can hold a line break: a name has one form, and times are digits. */
function signedText(name: string, expires: string): string {
  return `${name}\n${expires}`;
}

function notSigned(): MillraceError {
  return new MillraceError("download_url_invalid", "This is not a download URL that was given out here.", {
    status: 403,
    remedy: "Use the downloadUrl of a message as it is, all of it.",
  });
}

function expired(end: EpochMilliseconds): MillraceError {
  return new MillraceError(
    "download_url_expired",
    `This URL was good until ${new Date(end).toISOString()}.`,
    {
      status: 403,
      remedy:
        "Fetch results while their URL is good, or have the event delivered again: its message has a fresh URL.",
    },
  );
}

function removed(): MillraceError {
  return new MillraceError("download_removed", "The result behind this URL was removed with its event.", {
    status: 410,
  });
}
