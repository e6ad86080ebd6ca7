/** What the files of one folder may import, beside the folder itself. */
export interface Layer {
  /** Folders (`base`) or single files (`interpreter/ports.ts`), relative to src. */
  readonly values: readonly string[];
  /** The same, for `import type` only. */
  readonly types?: readonly string[];
  /** Packages and Node modules, by exact specifier. */
  readonly packages?: readonly string[];
}

/** Who may import whom; the folders are those of `src/`, and `matchers/`. The drawing of it is in docs/architecture.md. */
export const layers: Readonly<Record<string, Layer>> = {
  base: { values: [] },
  kernel: { values: ["base"], packages: ["node:async_hooks", "node:perf_hooks", "node:timers"] },
  query: { values: ["base"] },
  asl: { values: ["base", "query"], packages: ["yaml"] },
  history: { values: ["base"], types: ["asl"] },
  interpreter: { values: ["base", "kernel", "query", "asl", "history"] },
  aws: {
    values: ["base", "kernel", "sdk"],
    // Stand-ins and real Lambda handlers.
    packages: ["node:async_hooks", "node:http", "node:module", "node:net", "node:path", "node:stream", "node:url", "node:zlib"],
  },
  sdk: { values: ["base"], packages: ["node:module", "node:path"] },
  tasks: { values: ["base", "kernel", "aws", "history", "interpreter/ports.ts"] },
  simulator: {
    values: ["base", "kernel", "query", "asl", "history", "interpreter", "aws", "sdk", "tasks"],
    packages: ["node:path", "node:url"],
  },
  wire: {
    values: ["base", "kernel", "aws", "sdk"],
    packages: ["node:async_hooks", "node:http2", "node:module", "node:stream"],
  },
  // What checks the interpreter shares nothing with it.
  "fuzz/oracle": { values: ["base"], types: ["asl/model.ts", "history/history-event.ts"] },
  "fuzz/paths": {
    values: [
      "base",
      "query",
      "asl",
      "history",
      "interpreter",
      "aws",
      "sdk",
      "simulator",
      "fuzz/service-errors.ts",
      "fuzz/value-as-code.ts",
    ],
  },
  fuzz: {
    values: ["base", "kernel", "asl", "history", "aws", "simulator", "fuzz/oracle", "fuzz/paths"],
    packages: ["fast-check", "node:process"],
  },
  "index.ts": { values: ["base", "asl", "history", "aws", "sdk", "simulator"] },
  matchers: {
    values: [
      "base",
      "asl/index.ts",
      "aws/resource.ts",
      "simulator/execution.ts",
      "simulator/map-run/inside-map-runs.ts",
      "simulator/timeline.ts",
      "simulator/validate.ts",
    ],
    types: ["history"],
  },
};

/** Packages that one file alone may import: test runners stay behind their own entry points. */
export const packagesOfFile: Readonly<Record<string, readonly string[]>> = {
  "matchers/vitest.ts": ["vitest"],
  "src/wire/aws-handlers.ts": ["msw"],
  "src/wire/intercept-aws.ts": ["msw/node"],
  "src/wire/http2/intercept-http2.ts": ["node:dns"],
  "src/base/node-modules.ts": ["node:crypto", "node:fs", "node:fs/promises"],
  "src/tasks/map-data/s3-file.ts": ["node:zlib"],
  // These load a package when it is first needed, in ESM and CommonJS alike.
  "src/query/jsonata/package.ts": ["node:module"],
  "matchers/json-path-plus.ts": ["node:module"],
  "src/asl/yaml-source.ts": ["node:module"],
  "matchers/jest-globals.ts": ["@jest/globals"],
};
