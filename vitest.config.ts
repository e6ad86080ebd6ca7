import { fileURLToPath } from "node:url";
import type { ViteUserConfig } from "vitest/config";
import { defineConfig } from "vitest/config";

const source = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

const config: ViteUserConfig = defineConfig({
  resolve: {
    // Tests and examples import the package by name, as a user does, and get the sources.
    alias: [
      { find: /^sfn-testkit$/, replacement: source("src/index.ts") },
      { find: /^sfn-testkit\/fuzz$/, replacement: source("src/fuzz/index.ts") },
      { find: /^sfn-testkit\/msw$/, replacement: source("src/wire/msw.ts") },
      { find: /^sfn-testkit\/matchers$/, replacement: source("matchers/index.ts") },
      { find: /^sfn-testkit\/(serializer|vitest|jest|jest-globals)$/, replacement: `${source("matchers")}/$1.ts` },
    ],
  },
  test: {
    include: ["test/**/*.test.ts", "examples/**/*.test.ts"],
    setupFiles: [source("matchers/vitest.ts"), source("test/laws.setup.ts")],
    exclude: ["**/node_modules/**", "test/dist/**"],
  },
});

export default config;
