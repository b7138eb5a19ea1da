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
  destinations: ["core", "templates"],
  // Of destinations/ what speaks to AWS: a bucket of blobs is reached as a bucket of a customer's is.
  blobs: ["core", "secrets", "destinations"],
  routing: ["core", "manifest", "store", "destinations", "secrets", "templates", "blobs"],
  sources: ["core", "manifest", "store", "routing"],
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
    "history",
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
  ],
  cli: ["core", "sqlite", "config", "destinations"],
};

const layerRules = Object.entries(mayImport).map(([layer, below]) => ({
  name: `layer-${layer}`,
  severity: "error",
  comment: `${layer}/ may import only itself${below.length ? " and " + below.join(", ") : ""}`,
  from: { path: `^packages/millrace/src/${layer}/`, pathNot: "(\\.test\\.ts$|/testing/)" },
  to: {
    path: "^packages/millrace/src/",
    pathNot: [
      `^packages/millrace/src/(${[layer, ...below].join("|")})/`,
      ...(layer === "cli" ? ["^packages/millrace/src/server\\.ts$"] : []),
    ],
  },
}));

module.exports = {
  forbidden: [
    ...layerRules,
    { name: "no-circles", severity: "error", from: {}, to: { circular: true } },
    {
      name: "tests-stay-tests",
      severity: "error",
      from: { path: "^packages/[^/]+/src/", pathNot: "(\\.test\\.ts$|/testing/)" },
      to: { path: "(\\.test\\.ts$|/testing/)" },
    },
    {
      name: "packages-by-name",
      severity: "error",
      comment: "Another package is imported by its name, never by a path into its sources",
      from: { path: "^(packages/(bench|dashboard)|examples)/" },
      to: { path: "^packages/millrace/src/(?!index\\.ts)" },
    },
    { name: "resolvable", severity: "error", from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "/dist/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["millrace-source", "import", "node", "default", "types"],
    },
  },
};
