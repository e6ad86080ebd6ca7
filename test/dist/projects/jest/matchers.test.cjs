const { useEveryMatcher } = require("./every-matcher.cjs");

test("every matcher holds where it should, and says why where it does not", async () => {
  await useEveryMatcher(expect, "messages.json");
});
