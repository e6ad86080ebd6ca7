export default { transform: {}, setupFilesAfterEnv: ["sfn-testkit/jest"] };
