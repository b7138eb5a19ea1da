import type { Route } from "../core/route.ts";
import type { CompiledTransformations } from "../shaping/transformations.ts";
import { compileTransformations, EMPTY_TRANSFORMATIONS } from "../shaping/transformations.ts";
import type { Store } from "../store/open-store.ts";
import { findTransformations } from "../store/transformations.ts";

/** A project's transformations as they are now. */
export interface CurrentTransformations {
  /** When they were last changed; empty where there are none, and for routes that take events as they came in. */
  readonly version: string;
  readonly compiled: CompiledTransformations;
}

const NONE: CurrentTransformations = { version: "", compiled: EMPTY_TRANSFORMATIONS };

/** Each project's transformations, compiled once a version: so an event is transformed once for all routes. */
export class ProjectTransformations {
  readonly #store: Store;
  readonly #known = new Map<string, CurrentTransformations>();

  constructor(store: Store) {
    this.#store = store;
  }

  /** What the routes need, by project. */
  async forRoutes(routes: readonly Route[]): Promise<(route: Route) => CurrentTransformations> {
    const projects = new Set(routes.filter(isTransformed).map(({ projectId }) => projectId));
    const current = new Map<string, CurrentTransformations>();
    for (const projectId of projects) current.set(projectId, await this.#of(projectId));
    return (route) => (isTransformed(route) ? (current.get(route.projectId) ?? NONE) : NONE);
  }

  /** The project is deleted. */
  forget(projectId: string): void {
    this.#known.delete(projectId);
  }

  async #of(projectId: string): Promise<CurrentTransformations> {
    const found = await findTransformations(this.#store, projectId);
    if (found === undefined) return NONE;
    const known = this.#known.get(projectId);
    if (known?.version === found.updateTime) return known;
    const current = { version: found.updateTime, compiled: compileTransformations(found.rules) };
    this.#known.set(projectId, current);
    return current;
  }
}

function isTransformed({ shape }: Route): boolean {
  return shape?.view === "transformed";
}
