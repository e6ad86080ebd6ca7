module.exports = { transform: {}, injectGlobals: false, setupFilesAfterEnv: ["sfn-testkit/jest-globals"] };
