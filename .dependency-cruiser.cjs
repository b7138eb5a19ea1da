/**
 * The layers of packages/millrace/src, from the bottom up. A layer may import itself and the ones it lists; nothing else.
 * docs/architecture.md draws the same picture.
 */
const mayImport = {
  core: [],
  sqlite: ["core"],
  log: ["core", "sqlite"],
  retention: ["core", "sqlite", "log"],
  secrets: ["core"],
  templates: ["core"],
  manifest: ["core"],
  store: ["core", "sqlite"],
  ledger: ["core", "sqlite"],
  history: ["core", "sqlite"],
  // What is known of a project's users and groups, from the identify operations of its events.
  profiles: ["core", "sqlite"],
  // What is known of the endpoints of a project: the devices and addresses that Pinpoint's clients speak of.
  endpoints: ["core", "sqlite"],
  // AWS Signature Version 4 as a server sees it.
  sigv4: ["core"],
  shaping: ["core", "templates"],
  destinations: ["core", "templates"],
  // Of destinations/ what speaks to AWS: a bucket of blobs is reached as a bucket of a customer's is.
  blobs: ["core", "secrets", "destinations"],
  routing: ["core", "manifest", "store", "destinations", "secrets", "templates", "blobs"],
  sources: ["core", "manifest", "store", "routing", "profiles", "endpoints"],
  // What Pinpoint's event stream resource comes to: a destination and a route.
  "event-streams": ["core", "log", "store", "secrets", "destinations", "routing"],
  tiles: ["core", "store", "templates", "shaping", "destinations"],
  syncs: [
    "core",
    "log",
    "store",
    "ledger",
    "history",
    "secrets",
    "templates",
    "shaping",
    "destinations",
    "routing",
    "tiles",
  ],
  delivery: [
    "core",
    "log",
    "store",
    "ledger",
    "history",
    "secrets",
    "templates",
    "destinations",
    "routing",
    "shaping",
  ],
  // Projects, made and deleted: with everything that any of the others keeps of them.
  projects: [
    "core",
    "log",
    "store",
    "ledger",
    "history",
    "profiles",
    "endpoints",
    "secrets",
    "blobs",
    "delivery",
    "tiles",
  ],
  config: ["core"],
  http: [
    "core",
    "log",
    "store",
    "ledger",
    "history",
    "secrets",
    "templates",
    "manifest",
    "destinations",
    "blobs",
    "sources",
    "routing",
    "delivery",
    "config",
    "profiles",
    "shaping",
    "tiles",
    "syncs",
    "endpoints",
    "sigv4",
    "event-streams",
    "projects",
  ],
  // Of manifest/ the YAML reader, of tiles/ what a definition is: folders are read before a server is asked.
  cli: ["core", "sqlite", "config", "destinations", "manifest", "tiles"],
};

/**
 * The layers of packages/freemarker/src. The files directly in src/ (the API) may import any of them.
 */
const freemarkerMayImport = {
  core: [],
  text: [],
  regex: [],
  numbers: ["text"],
  dates: ["numbers"],
  syntax: ["core", "numbers"],
  values: ["core", "numbers", "dates", "syntax"],
  output: ["text", "values"],
  runtime: ["core", "numbers", "dates", "regex", "syntax", "values"],
  operations: ["core", "numbers", "dates", "syntax", "values", "runtime"],
  builtins: [
    "core",
    "text",
    "numbers",
    "dates",
    "regex",
    "syntax",
    "values",
    "output",
    "runtime",
    "operations",
  ],
  compiler: [
    "core",
    "text",
    "numbers",
    "dates",
    "syntax",
    "values",
    "output",
    "runtime",
    "operations",
    "builtins",
  ],
  analysis: ["core", "syntax"],
};

/** The rules for a package: a layer may import itself, those it lists, and the single files given beside them. */
function layerRules(name, table, files = {}) {
  const source = `packages/${name}/src`;
  return Object.entries(table).map(([layer, below]) => ({
    name: `${name}-${layer}`,
    severity: "error",
    comment: `${layer}/ may import only itself${below.length ? " and " + below.join(", ") : ""}`,
    from: { path: `^${source}/${layer}/`, pathNot: "(\\.test\\.ts$|/testing/)" },
    to: {
      path: `^${source}/`,
      pathNot: [
        `^${source}/(${[layer, ...below].join("|")})/`,
        ...(files[layer] ?? []).map((file) => `^${source}/${file.replace(".", "\\.")}$`),
      ],
    },
  }));
}

module.exports = {
  forbidden: [
    ...layerRules("millrace", mayImport, { cli: ["server.ts"] }),
    ...layerRules("freemarker", freemarkerMayImport, { analysis: ["template.ts"] }),
    { name: "no-circles", severity: "error", from: {}, to: { circular: true } },
    {
      name: "tests-stay-tests",
      severity: "error",
      from: { path: "^packages/[^/]+/src/", pathNot: "(\\.test\\.ts$|/testing/)" },
      to: { path: "(\\.test\\.ts$|/testing/)" },
    },
    ...["millrace", "freemarker"].map((name) => ({
      name: `${name}-by-name`,
      severity: "error",
      comment: "Another package is imported by its name, never by a path into its sources",
      from: { path: `^(packages/(?!${name}/)|examples/)` },
      to: { path: `^packages/${name}/src/(?!index\\.ts)` },
    })),
    { name: "resolvable", severity: "error", from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "/(dist|\\.compiled)/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["millrace-source", "import", "node", "default", "types"],
    },
  },
};
