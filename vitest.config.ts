import { defineConfig } from "vitest/config";

/** Packages find each other's sources by this condition: nothing has to be built before the tests. */
const SOURCES = ["millrace-source", "node"];
const resolve = { conditions: SOURCES };
const ssr = { resolve: { conditions: SOURCES, externalConditions: SOURCES } };

/** Processes and threads that tests start run what this compiles once. */
const globalSetup = ["packages/millrace/test/compile-sources.ts"];

/** Tests that measure how quick something is: nothing else may run beside them. */
const TIMED = ["packages/*/test/{fairness,tile-rate}.integration.test.ts"];

/**
 * Unit tests touch no network and finish in seconds; integration tests run real servers and processes, and mostly wait, so
 * that two files run at a time whatever the machine.
 */
export default defineConfig({
  test: {
    projects: [
      {
        resolve,
        ssr,
        test: {
          name: "unit",
          include: ["packages/*/src/**/*.test.ts"],
          exclude: ["**/*.integration.test.ts", "**/node_modules/**"],
          testTimeout: 10_000,
          // They leave nothing behind in their process, and loading everything for each file anew took as long as the tests.
          isolate: false,
          sequence: { groupOrder: 0 },
        },
      },
      {
        resolve,
        ssr,
        test: {
          name: "integration",
          globalSetup,
          include: ["packages/*/src/**/*.integration.test.ts", "packages/*/test/**/*.integration.test.ts"],
          exclude: [...TIMED, "**/node_modules/**"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        resolve,
        ssr,
        test: {
          name: "timed",
          globalSetup,
          include: TIMED,
          testTimeout: 60_000,
          hookTimeout: 60_000,
          maxWorkers: 1,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
