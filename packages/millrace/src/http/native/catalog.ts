import { NotFoundError } from "../../core/errors.ts";
import type { CatalogEntry } from "../../tiles/catalog.ts";
import { findInCatalog, listCatalog } from "../../tiles/catalog.ts";
import { findLogo } from "../../tiles/tile-store.ts";
import type { Api } from "../api.ts";
import type { ApiDependencies } from "../api-dependencies.ts";
import type { Store } from "../../store/open-store.ts";
import { projectOf } from "../auth.ts";
import { answerPage, resultPage } from "../paging.ts";
import { answerLogo } from "./answer-logo.ts";
import { inProject } from "./parameters.ts";
import { catalogItemJson, catalogPageJson } from "./tile-json.ts";
import {
  catalogItem,
  catalogPage,
  catalogQuery,
  catalogVersionQuery,
  pngImage,
  tilePath,
} from "./tile-schemas.ts";

/** The catalog of a project: tiles that are released, and its own that are released internally. */
export function serveCatalog(api: Api, { store }: ApiDependencies): void {
  const tags = ["catalog"];
  const pathOf = (projectId: string): string => `/v1/projects/${projectId}/catalog`;

  api.get(
    "/v1/projects/:project/catalog",
    {
      config: { access: "read" },
      schema: {
        tags,
        summary: "List the tiles that the project can make syncs of",
        params: inProject,
        querystring: catalogQuery,
        response: { 200: resultPage(catalogItem) },
      },
    },
    async (request) => {
      const { id } = projectOf(request);
      const { results, pagination } = await answerPage(request.query, (page) =>
        listCatalog(store, id, request.query, page),
      );
      return { results: results.map((entry) => catalogItemJson(entry, pathOf(id))), pagination };
    },
  );

  api.get(
    "/v1/projects/:project/catalog/:tile",
    {
      config: { access: "read" },
      schema: {
        tags,
        summary: "Get a tile's page, with the form that a customer fills in",
        params: tilePath,
        querystring: catalogVersionQuery,
        response: { 200: catalogPage },
      },
    },
    async (request) => {
      const { id } = projectOf(request);
      const entry = await mustFindEntry(store, id, request.params.tile, request.query.version);
      return catalogPageJson(entry, pathOf(id));
    },
  );

  api.get(
    "/v1/projects/:project/catalog/:tile/logo",
    {
      config: { access: "read" },
      schema: {
        tags,
        summary: "Get a tile's logo",
        params: tilePath,
        querystring: catalogVersionQuery,
        response: { 200: pngImage },
      },
    },
    async (request, reply) => {
      const { id } = projectOf(request);
      const { version } = await mustFindEntry(store, id, request.params.tile, request.query.version);
      return answerLogo(request, reply, version.logo, (hash) => findLogo(store, hash));
    },
  );
}

/** @throws {NotFoundError} for what the project may not use too */
async function mustFindEntry(
  store: Store,
  projectId: string,
  idOrName: string,
  version: number | undefined,
): Promise<CatalogEntry> {
  const entry = await findInCatalog(store, projectId, idOrName, version);
  if (entry === undefined) throw new NotFoundError("tile", idOrName);
  return entry;
}
