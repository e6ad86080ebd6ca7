import { defineConfig, type UserConfig } from "tsdown";

const entry: Readonly<Record<string, string>> = {
  index: "src/index.ts",
  fuzz: "src/fuzz/index.ts",
  matchers: "matchers/index.ts",
  serializer: "matchers/serializer.ts",
  vitest: "matchers/vitest.ts",
  jest: "matchers/jest.ts",
  "jest-globals": "matchers/jest-globals.ts",
};

const config: UserConfig = defineConfig({
  // MSW's own CommonJS needs what Node 20 cannot require.
  format: { esm: { entry: { ...entry, msw: "src/wire/msw.ts" } }, cjs: { entry: { ...entry } } },
  platform: "node",
  target: "node20.19",
  dts: true,
  failOnWarn: true,
  // What is not a dependency would be bundled without a word.
  deps: { onlyBundle: [] },
  // Jest runs CommonJS, unless told otherwise.
  checks: { legacyCjs: false },
  // The list of published files is part of the tests: names without a hash stay the same from build to build.
  hash: false,
  outputOptions: (_options, format, { cjsDts }) => ({
    chunkFileNames: `chunks/[name].${chunkExtension(format, cjsDts)}`,
    // Docstrings are read in the types; in the code they would cost each import a millisecond or two.
    comments: { jsdoc: false },
  }),
});

function chunkExtension(format: string, types: boolean): string {
  if (types) return "d.cts";
  return format === "cjs" ? "cjs" : "mjs";
}

export default config;
