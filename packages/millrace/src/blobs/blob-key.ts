import { InvariantError } from "../core/errors.ts";
import type { BlobKey } from "./blob-store.ts";

/** Digits of a position in a name: every safe integer has room, so names sort as positions do. */
const POSITION_DIGITS = 16;

/** What may name a folder: no dot, no slash, nothing that leads anywhere else. Ids are UUIDs. */
const PROJECT_ID = /^[A-Za-z0-9_-]{1,128}$/;

const NAME = /^(\d{16})-(0|[1-9]\d{0,8})\.json$/;

/** The name of a blob within its project, such as `0000000000000042-0.json`. */
export function blobName({ position, part }: BlobKey): string {
  if (!Number.isSafeInteger(position) || position < 0 || !Number.isSafeInteger(part) || part < 0)
    throw new InvariantError(`No blob has the position ${position} and the part ${part}.`);
  return `${String(position).padStart(POSITION_DIGITS, "0")}-${part}.json`;
}

/** Project and name with a slash between them; neither can hold one. */
export function blobPath(key: BlobKey): string {
  return `${blobFolder(key.projectId)}/${blobName(key)}`;
}

/** @throws {InvariantError} for an id that could lead out of the folder */
export function blobFolder(projectId: string): string {
  if (!PROJECT_ID.test(projectId)) throw new InvariantError("The project's id cannot name a folder.");
  return projectId;
}

/** The key that has this name in this project; undefined where none can have it. For names that strangers give. */
export function parseBlobName(projectId: string, name: string): BlobKey | undefined {
  const match = NAME.exec(name);
  if (match === null || !PROJECT_ID.test(projectId)) return undefined;
  const position = Number(match[1]);
  return Number.isSafeInteger(position) ? { projectId, position, part: Number(match[2]) } : undefined;
}
