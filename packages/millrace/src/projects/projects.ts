import { ConflictError, InvalidInputError, NotFoundError } from "../core/errors.ts";
import type { Issue } from "../core/errors.ts";
import type { Clock } from "../core/time.ts";
import { summaryOf } from "../core/validation/summary.ts";
import type { DeliveryEngine } from "../delivery/engine.ts";
import type { EventLog } from "../log/event-log.ts";
import type { Vault } from "../secrets/vault.ts";
import { deleteProjectRows } from "../store/delete-project.ts";
import type { Store } from "../store/open-store.ts";
import { inTransaction } from "../store/open-store.ts";
import type { Project, Tags } from "../store/projects.ts";
import { createProject, findProject, updateProject } from "../store/projects.ts";
import { forgetUnusedLogos, tilesUsedElsewhere } from "../tiles/tile-store.ts";
import { applicationNameIssues, projectNamesFor } from "./application-name.ts";
import type { Deletions } from "./deletions.ts";
import { tagIssues } from "./tags.ts";

/** What {@link Projects} works with. */
export interface ProjectsDependencies {
  readonly store: Store;
  readonly vault: Pick<Vault, "forget">;
  readonly log: Pick<EventLog, "refuse">;
  readonly engine: Pick<DeliveryEngine, "removeProject">;
  readonly deletions: Pick<Deletions, "begin">;
  readonly clock: Pick<Clock, "timestamp">;
}

/** What of a project its users choose. */
export type ProjectFields = Pick<Project, "name" | "appName" | "tags">;

/** Projects: made, changed and deleted. */
export class Projects {
  readonly #deps: ProjectsDependencies;
  readonly #listeners: ((projectId: string) => void)[] = [];

  constructor(deps: ProjectsDependencies) {
    this.#deps = deps;
  }

  /** Calls `listener` whenever a project was changed or deleted: what was known of it and its keys holds no more. */
  onChange(listener: (projectId: string) => void): void {
    this.#listeners.push(listener);
  }

  /**
   * @throws {ConflictError} where the name is taken
   * @throws {InvalidInputError} for tags that are none
   */
  async create({ name, appName, tags = {} }: Partial<ProjectFields> & { name: string }): Promise<Project> {
    refuse(tagIssues(tags, "tags"));
    const { store, clock } = this.#deps;
    return createProject(store, { name: normalName(name), appName, tags }, clock.timestamp());
  }

  /**
   * Makes a project of an application's name, which need not be unique: the project's own name is made from it.
   * @throws {InvalidInputError} for a name or tags that are none
   */
  async createApplication(name: string, tags: Tags): Promise<Project> {
    refuse([...applicationNameIssues(name), ...tagIssues(tags, "tags")]);
    const { store, clock } = this.#deps;
    const names = projectNamesFor(name);
    for (;;) {
      const { value } = names.next();
      try {
        return await createProject(store, { name: value, appName: name, tags }, clock.timestamp());
      } catch (error) {
        if (!(error instanceof ConflictError)) throw error;
      }
    }
  }

  /**
   * Changes a project to what `change` makes of it. Two changes at once come one after the other.
   * @throws {ConflictError} where another project has the new name
   * @throws {InvalidInputError} for tags that are none
   * @throws {NotFoundError} where it was deleted meanwhile
   */
  async change(id: string, change: (current: Project) => ProjectFields): Promise<Project> {
    const { store, clock } = this.#deps;
    const changed = await inTransaction(store, async (transaction) => {
      const wanted = change(await mustFind(transaction, id));
      refuse(tagIssues(wanted.tags, "project.tags"));
      const fields = { ...wanted, name: normalName(wanted.name) };
      const saved = await updateProject(transaction, id, fields, clock.timestamp());
      if (saved === undefined) throw new NotFoundError("project", id);
      return saved;
    });
    this.#tell(id);
    return changed;
  }

  /**
   * Deletes a project with everything of it, for good. Resolves with what it was when its configuration is gone and nothing
   * of it is sent any more; events, profiles and whatever else it has go behind that.
   * @throws {ConflictError} while syncs of other projects are made of its tiles
   * @throws {NotFoundError} where it is deleted already
   */
  async remove(id: string): Promise<Project> {
    const { store, vault, log, engine, deletions, clock } = this.#deps;
    const removed = await vault.forget(id, () =>
      inTransaction(store, async (transaction) => {
        const project = await mustFind(transaction, id);
        const used = await tilesUsedElsewhere(transaction, id);
        if (used.length > 0) throw tilesInUse(project, used);
        await deleteProjectRows(transaction, id, clock.timestamp());
        await forgetUnusedLogos(transaction);
        return project;
      }),
    );
    // Before anything else is awaited: what is let in from here on must not find the project, nor add to it.
    log.refuse(id);
    this.#tell(id);
    await engine.removeProject(id);
    deletions.begin(id);
    return removed;
  }

  #tell(id: string): void {
    for (const listener of this.#listeners) listener(id);
  }
}

/** One spelling of each name, so that two that look the same are the same. */
function normalName(name: string): string {
  return name.normalize("NFC");
}

async function mustFind(store: Store, id: string): Promise<Project> {
  const found = await findProject(store, id);
  if (found === undefined) throw new NotFoundError("project", id);
  return found;
}

/** Enough names to act on. */
const MOST_NAMED = 20;

/** Whose syncs they are is nothing for the project's owner: the tiles are all that is named. */
function tilesInUse(project: Project, tiles: readonly string[]): ConflictError {
  const named = tiles.slice(0, MOST_NAMED).map((name) => `"${name}"`);
  const more = tiles.length > MOST_NAMED ? ` and ${tiles.length - MOST_NAMED} more` : "";
  return new ConflictError(
    "tile_in_use",
    `Syncs of other projects are made of tiles of the project "${project.name}": ${named.join(", ")}${more}.`,
    { remedy: "Those who made the syncs must delete them first." },
  );
}

function refuse(issues: readonly Issue[]): void {
  if (issues.length > 0) throw new InvalidInputError(summaryOf(issues), issues);
}
