import type { CatalogEntry } from "../../tiles/catalog.ts";
import { featuresOf, formOf } from "../../tiles/form.ts";
import type { Tile, TileVersion } from "../../tiles/tile.ts";

/** A tile as its own project sees it. */
export function tileJson(tile: Tile, version: TileVersion) {
  const { tileId: _, createTime: __, ...rest } = version;
  return { id: tile.id, projectId: tile.projectId, name: tile.name, createTime: tile.createTime, ...rest };
}

/** A tile in a list: with no more of what it says than tells it from others. */
export function tileItemJson(tile: Tile, version: TileVersion) {
  const { definition, ...rest } = tileJson(tile, version);
  const { displayName, category, summary } = definition;
  return { ...rest, displayName, category, summary };
}

/** A version without what it says. */
export function versionItemJson({ definition, ...rest }: TileVersion) {
  return { ...rest, displayName: definition.displayName };
}

/** A tile as a list of the catalog shows it. @param path of the catalog, such as `/v1/projects/demo/catalog` */
export function catalogItemJson({ tile, version }: CatalogEntry, path: string) {
  const { definition, logo } = version;
  const { displayName, category, summary } = definition;
  return {
    id: tile.id,
    name: tile.name,
    version: version.version,
    state: version.state,
    internal: version.internal,
    displayName,
    category,
    summary,
    ...(logo !== undefined && {
      logoUrl: `${path}/${encodeURIComponent(tile.name)}/logo?version=${version.version}`,
    }),
    features: featuresOf(definition),
  };
}

/** A tile's page in the catalog. What is sent where is the partner's business: templates are not part of it. */
export function catalogPageJson(entry: CatalogEntry, path: string) {
  const { definition } = entry.version;
  return {
    ...catalogItemJson(entry, path),
    description: definition.description,
    parameters: definition.parameters ?? [],
    mappedFields: definition.mappedFields ?? [],
    form: formOf(definition),
  };
}
