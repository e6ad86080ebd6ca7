module.exports = { transform: {}, setupFilesAfterEnv: ["sfn-testkit/jest"] };
