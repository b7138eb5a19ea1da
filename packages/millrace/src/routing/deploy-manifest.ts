import type { Issue } from "../core/errors.ts";
import { InvalidInputError } from "../core/errors.ts";
import type { Position } from "../core/event.ts";
import type { Timestamp } from "../core/time.ts";
import { destinationIdsByName } from "../store/destinations.ts";
import type { Integration } from "../store/integrations.ts";
import { saveIntegration } from "../store/integrations.ts";
import type { Store } from "../store/open-store.ts";
import { inTransaction } from "../store/open-store.ts";
import type { RouteChanges } from "./deploy-routes.ts";
import { deployRoutes } from "./deploy-routes.ts";
import type { ManifestFault, ReadManifest } from "./manifest-reader.ts";

/** What a deploy is given. */
export interface Deployment {
  readonly projectId: string;
  readonly sourceYaml: string;
  /** New routes take the events behind this position. */
  readonly start: Position;
  readonly now: Timestamp;
}

/** What became of one integration. */
export interface DeployedIntegration {
  readonly integration: Integration;
  /** The manifest says something else of it than before. */
  readonly changed: boolean;
  readonly routes: RouteChanges;
}

/**
 * Deploys a manifest: each integration it names is created or brought up to date, and each of its objects makes a route.
 *
 * All of it happens or nothing. The same manifest again changes nothing at all. Deploys run one after another, each
 * against the destinations there are at that moment, so two at once leave what one of them says.
 * @throws {InvalidInputError} with every fault and where it stands
 */
export async function deployManifest(
  store: Store,
  readManifest: ReadManifest,
  deployment: Deployment,
): Promise<readonly DeployedIntegration[]> {
  return inTransaction(store, async (transaction) => {
    const destinations = await destinationIdsByName(transaction, deployment.projectId);
    const manifest = readManifest(deployment.sourceYaml, { destinationNames: [...destinations.keys()] });
    if (!manifest.ok) throw invalidManifest(manifest.faults);
    const deployed: DeployedIntegration[] = [];
    for (const { objects, ...fields } of manifest.integrations) {
      const saved = await saveIntegration(
        transaction,
        { projectId: deployment.projectId, ...fields },
        deployment.now,
      );
      const routes = await deployRoutes(transaction, saved.integration, {
        objects,
        destinations,
        ...deployment,
      });
      deployed.push({ ...saved, routes });
    }
    return deployed;
  });
}

function invalidManifest(faults: readonly ManifestFault[]): InvalidInputError {
  const issues = faults.map(({ line, column, path, message }): Issue => ({
    in: "body",
    name: path,
    detail: message,
    line,
    column,
  }));
  const [first] = faults;
  const where =
    first === undefined ? "" : ` The first, at line ${first.line}, column ${first.column}: ${first.message}`;
  const count = faults.length === 1 ? "a fault" : `${faults.length} faults`;
  return new InvalidInputError(`The manifest has ${count}; nothing was deployed.${where}`, issues);
}
