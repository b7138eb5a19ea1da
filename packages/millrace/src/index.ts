/** Millrace as a library: start a server inside another process. The command line and the API are the usual ways in. */
export { ConfigError } from "./config/config-error.ts";
export { loadConfig } from "./config/load-config.ts";
export type { ConfigSources } from "./config/load-config.ts";
export { listSettings } from "./config/settings.ts";
export type { Config, Setting } from "./config/settings.ts";
export { MillraceError } from "./core/errors.ts";
export { startServer } from "./server.ts";
export type { MillraceServer, ServerOptions } from "./server.ts";
