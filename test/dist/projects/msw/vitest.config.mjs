export default { test: { setupFiles: ["sfn-testkit/vitest"] } };
