import { createRequire } from "node:module";
import { expect, test } from "@jest/globals";

// Its executions are those of the CommonJS build, which the matchers of the other know as well.
const { useEveryMatcher } = createRequire(import.meta.url)("./every-matcher.cjs");

test("every matcher holds where it should, and says why where it does not", async () => {
  await useEveryMatcher(expect, "messages.json");
});
