import type { FastifyRequest } from "fastify";
import { MillraceError, NotFoundError } from "../core/errors.ts";
import type { ApiKey, Scope } from "../store/api-keys.ts";
import { findApiKeyByHash } from "../store/api-keys.ts";
import type { Store } from "../store/open-store.ts";
import type { Project } from "../store/projects.ts";
import { findProject } from "../store/projects.ts";
import { hashApiKey } from "./api-key.ts";

/** What a route asks of its caller: a scope, the right over the whole instance, or nothing. */
export type Access = Scope | "instance" | "public";

declare module "fastify" {
  interface FastifyContextConfig {
    /** Routes that state none are for keys of the whole instance. */
    access?: Access;
  }
  interface FastifyRequest {
    caller: Caller | undefined;
  }
}

/** What a caller shows: an API key, or an access key that the request is signed with. */
export interface CallerKey {
  readonly id: string;
  /** Undefined for keys of the whole instance. */
  readonly projectId?: string;
  readonly label: string;
  readonly scopes: readonly Scope[];
  /** What signed requests name the key by. */
  readonly accessKeyId?: string;
}

/** Who calls, and which project the path names. */
export interface Caller {
  readonly key: CallerKey;
  readonly project?: Project;
  /** The AWS region that a client believes to speak to, as the scope of its signature has it; for signed requests. */
  readonly region?: string;
}

/** What each scope includes. A key that ingests need not be able to read, nor the other way round. */
const INCLUDES: Readonly<Record<Scope, readonly Scope[]>> = {
  ingest: ["ingest"],
  read: ["read"],
  write: ["read", "write"],
  admin: ["ingest", "read", "write", "admin"],
  review: ["review"],
};

/**
 * Tells who calls and whether they may. A key of a project sees that project alone: to it, every other one does not
 * exist, whether it does or not.
 */
export class Authenticator {
  readonly #store: Store;
  // What was found once holds until it is told otherwise.
  readonly #keys = new Map<string, ApiKey>();
  readonly #projects = new Map<string, Project>();
  #forgotten = 0;

  constructor(store: Store) {
    this.#store = store;
  }

  /** @throws {MillraceError} 401, 403 or 404 */
  async authorise(request: FastifyRequest): Promise<void> {
    const access = request.routeOptions.config.access ?? "instance";
    if (access === "public") return;
    request.caller = await this.admit(request, await this.#keyOf(request));
  }

  /**
   * The caller that a key makes, where it may do what the route asks for.
   * @throws {MillraceError} 403 or 404
   */
  async admit(request: FastifyRequest, key: CallerKey): Promise<Caller> {
    const access = request.routeOptions.config.access ?? "instance";
    const project = await this.#projectOf(request, key);
    if (access !== "public" && !allows(key, access)) throw forbidden(access);
    return project === undefined ? { key } : { key, project };
  }

  /** A key was taken back: it must not work from now on. */
  forget(key: Pick<ApiKey, "id">): void {
    this.#forgotten++;
    for (const [hash, known] of this.#keys) if (known.id === key.id) this.#keys.delete(hash);
  }

  /** A project was changed or deleted: neither it nor its keys are what they were. */
  forgetProject(projectId: string): void {
    this.#forgotten++;
    for (const [hash, known] of this.#keys) if (known.projectId === projectId) this.#keys.delete(hash);
    for (const [named, known] of this.#projects) if (known.id === projectId) this.#projects.delete(named);
  }

  /**
   * For calls that carry their key in their body: the project that a key of it may hand events in to.
   * @returns undefined for a key that is not valid, lacks the scope, or is one of the whole instance
   */
  async ingestingProject(request: FastifyRequest, keyText: string): Promise<string | undefined> {
    const key = await this.findKey(keyText);
    if (key?.projectId === undefined || !allows(key, "ingest")) return undefined;
    request.caller = { key };
    return key.projectId;
  }

  async #keyOf(request: FastifyRequest): Promise<ApiKey> {
    const text = keyTextOf(request);
    if (text === undefined) throw unauthenticated("This call needs an API key.");
    const key = await this.findKey(text);
    if (key === undefined) throw unauthenticated("The API key is not valid.");
    return key;
  }

  /** The key that a text is, for calls that carry it elsewhere than Millrace's own do. */
  async findKey(text: string): Promise<ApiKey | undefined> {
    const hash = hashApiKey(text);
    const known = this.#keys.get(hash.toString("base64"));
    if (known !== undefined) return known;
    const forgotten = this.#forgotten;
    const key = await findApiKeyByHash(this.#store, hash);
    // A key taken back while it was looked up must not come to stay.
    if (key !== undefined && forgotten === this.#forgotten) this.#keys.set(hash.toString("base64"), key);
    return key;
  }

  async #projectOf(request: FastifyRequest, key: CallerKey): Promise<Project | undefined> {
    const named = projectParameter(request.params);
    if (named === undefined) return undefined;
    const forgotten = this.#forgotten;
    const project = this.#projects.get(named) ?? (await findProject(this.#store, named));
    if (project === undefined || (key.projectId !== undefined && key.projectId !== project.id)) {
      throw new NotFoundError("project", named);
    }
    // One changed while it was looked up must not come to stay.
    if (forgotten === this.#forgotten) this.#projects.set(named, project);
    return project;
  }
}

/** The project that the path names. */
export function projectOf(request: FastifyRequest): Project {
  const project = request.caller?.project;
  if (project === undefined) throw new MillraceError("internal_invariant", "The route names no project.");
  return project;
}

/** The key that calls. */
export function keyOf(request: FastifyRequest): CallerKey {
  const key = request.caller?.key;
  if (key === undefined) throw new MillraceError("internal_invariant", "The route is open to everybody.");
  return key;
}

/** Who calls, for people: the label of the key, and what tells it from others of that label. */
export function callerName(request: FastifyRequest): string {
  const { label, accessKeyId, id } = keyOf(request);
  return `${label}/${accessKeyId ?? id}`;
}

/**
 * For what only some answers of a call need.
 * @throws {MillraceError} 403 where the caller's key lacks the scope
 */
export function requireScope(request: FastifyRequest, scope: Scope): void {
  if (!allows(keyOf(request), scope)) throw forbidden(scope);
}

function keyTextOf(request: FastifyRequest): string | undefined {
  const header = request.headers["x-api-key"];
  if (typeof header === "string" && header !== "") return header;
  return /^Bearer +(\S+) *$/i.exec(request.headers.authorization ?? "")?.[1];
}

function projectParameter(parameters: unknown): string | undefined {
  if (typeof parameters !== "object" || parameters === null || !("project" in parameters)) return undefined;
  return typeof parameters.project === "string" ? parameters.project.normalize("NFC") : undefined;
}

/** True where a key may do what a scope, or the right over the whole instance, stands for. */
export function allows(key: CallerKey, access: Scope | "instance"): boolean {
  const { projectId, scopes } = key;
  if (access === "instance") return projectId === undefined && scopes.includes("admin");
  // Tiles of all projects come under review: that is nothing for a key of one of them, whatever it says of itself.
  if (access === "review")
    return projectId === undefined && (scopes.includes("review") || scopes.includes("admin"));
  return scopes.some((scope) => INCLUDES[scope].includes(access));
}

function unauthenticated(message: string): MillraceError {
  return new MillraceError("unauthenticated", message, {
    status: 401,
    remedy: "Send the key as `X-Api-Key: KEY` or `Authorization: Bearer KEY`.",
  });
}

function forbidden(access: Scope | "instance"): MillraceError {
  const needed =
    access === "instance"
      ? "an admin key of the whole instance"
      : access === "review"
        ? 'a key of the whole instance with the scope "review"'
        : `a key with the scope "${access}"`;
  return new MillraceError("forbidden", `This call needs ${needed}.`, { status: 403 });
}
