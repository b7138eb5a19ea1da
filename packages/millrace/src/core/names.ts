/** Names that could be taken for ids would make "by id or name" ambiguous. */
export const NOT_AN_ID = "(?![0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$)";

/** A name that stands in URLs, so that it has no spaces or slashes; letters may be of any script. */
export const NAME_OF_ANY_SCRIPT = String.raw`^${NOT_AN_ID}[\p{L}\p{N}][\p{L}\p{M}\p{N}._-]*$`;
