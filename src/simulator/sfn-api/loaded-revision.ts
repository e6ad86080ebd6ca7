import type { Logging } from "../../history/log-event.ts";
import { once } from "../once.ts";
import type { StateMachine } from "../state-machine.ts";
import type { Revision } from "./registered-machine.ts";
import type { StepFunctions } from "./step-functions.ts";

/** What a test tells of a machine that it loaded. */
interface Told {
  readonly name: string;
  readonly roleArn: string;
  readonly logging: Logging | undefined;
}

/** The first revision of a machine that a test loaded. */
export function loadedRevision(api: StepFunctions, machine: StateMachine, { name, roleArn, logging }: Told): Revision {
  const text = once(() => JSON.stringify(machine.definition));
  return {
    id: undefined,
    get text() {
      return text();
    },
    accepted: { definition: machine.definition, machine: () => machine },
    roleArn,
    logging: loggingConfiguration(api, name, logging),
    tracing: { enabled: false },
    encryption: { type: "AWS_OWNED_KEY" },
    at: api.now(),
  };
}

/** What logs needs a destination, which tests do not give: the log group that the console proposes. */
function loggingConfiguration({ aws }: StepFunctions, name: string, logging: Logging = {}): Revision["logging"] {
  const { level = "OFF", includeExecutionData = false } = logging;
  if (level === "OFF") return { level, includeExecutionData };
  const logGroupArn = `arn:aws:logs:${aws.region}:${aws.accountId}:log-group:/aws/vendedlogs/states/${name}-Logs:*`;
  return { level, includeExecutionData, destinations: [{ cloudWatchLogsLogGroup: { logGroupArn } }] };
}
