import type { Mocks } from "sfn-testkit";
import { after, callsBack, fails, hangs, heartbeats } from "sfn-testkit";

/** A machine, and the one execution of it that the tests look at. */
export interface Example {
  readonly definition: object;
  readonly input: unknown;
  readonly mocks: Mocks;
}

const ARN = "arn:aws:lambda:us-east-1:123456789012:function:";
const Done = { Type: "Succeed" };

/** Retried twice, then caught: E after 2 s, E after 4 s; the catcher puts the error beside the input. */
const retriedThenCaught: Example = {
  definition: {
    StartAt: "Charge",
    States: {
      Charge: {
        Type: "Task",
        Resource: `${ARN}charge`,
        TimeoutSeconds: 5,
        Retry: [{ ErrorEquals: ["E"], IntervalSeconds: 2, BackoffRate: 2, MaxAttempts: 2 }],
        Catch: [
          { ErrorEquals: ["F"], Next: "Other" },
          { ErrorEquals: ["States.ALL"], ResultPath: "$.error", Next: "Tell" },
        ],
        Next: "Done",
      },
      Tell: { Type: "Wait", Seconds: 3, Next: "Done" },
      Other: { Type: "Pass", Next: "Done" },
      Done,
    },
  },
  input: { order: 1 },
  mocks: { lambda: { charge: fails("E", "why") } },
};

/** Times out after 5 s. */
const timedOut: Example = {
  definition: { StartAt: "Slow", States: { Slow: { Type: "Task", Resource: `${ARN}slow`, TimeoutSeconds: 5, Next: "Done" }, Done } },
  input: {},
  mocks: { lambda: { slow: hangs() } },
};

/** The first branch fails after a second, while a Task and a Wait are under way in the others. */
const branchFailed: Example = {
  definition: {
    StartAt: "Both",
    States: {
      Both: {
        Type: "Parallel",
        Branches: [
          { StartAt: "Fails", States: { Fails: { Type: "Task", Resource: `${ARN}fails`, End: true } } },
          { StartAt: "Hangs", States: { Hangs: { Type: "Task", Resource: `${ARN}hangs`, End: true } } },
          { StartAt: "Waits", States: { Waits: { Type: "Wait", Seconds: 9, End: true } } },
        ],
        Catch: [{ ErrorEquals: ["States.ALL"], Next: "Done" }],
        Next: "Done",
      },
      Done,
    },
  },
  input: { order: 1 },
  mocks: { lambda: { fails: after(1, fails("E", "why")), hangs: hangs() } },
};

/** Three items, two at a time, one second each. */
const mapped: Example = {
  definition: {
    StartAt: "Each",
    States: {
      Each: {
        Type: "Map",
        ItemsPath: "$.items",
        MaxConcurrency: 2,
        ItemProcessor: { StartAt: "Work", States: { Work: { Type: "Task", Resource: `${ARN}work`, End: true } } },
        ResultPath: "$.results",
        Next: "Done",
      },
      Done,
    },
  },
  input: { items: [1, 2, 3] },
  mocks: { lambda: { work: (item: number) => after(1, item * 10) } },
};

/** The second item fails; nothing is left of the Map but its retry after a second. */
const mapRetried: Example = {
  definition: {
    StartAt: "Each",
    States: {
      Each: {
        Type: "Map",
        ItemProcessor: { StartAt: "Work", States: { Work: { Type: "Task", Resource: `${ARN}work`, End: true } } },
        Retry: [{ ErrorEquals: ["E"], MaxAttempts: 1 }],
        End: true,
      },
    },
  },
  input: [1, 2],
  mocks: { lambda: { work: [1, fails("E"), 1, 2] } },
};

/** A choice, and a Fail state at the end. */
const failed: Example = {
  definition: {
    StartAt: "Which",
    States: {
      Which: { Type: "Choice", Choices: [{ Variable: "$.a", IsPresent: true, Next: "Made" }], Default: "Other" },
      Made: { Type: "Pass", Result: { b: 2 }, ResultPath: "$.made", Next: "No" },
      Other: { Type: "Pass", Next: "No" },
      No: { Type: "Fail", Error: "No", Cause: "because" },
    },
    TimeoutSeconds: 10,
  },
  input: { a: 1 },
  mocks: {},
};

/** A token that is out after 2 s; alive until 40 s, then called back; the second state's service takes nothing. */
const calledBack: Example = {
  definition: {
    StartAt: "Ask",
    States: {
      Ask: {
        Type: "Task",
        Resource: "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
        Parameters: { QueueUrl: "q", "MessageBody.$": "$$.Task.Token" },
        TimeoutSeconds: 60,
        HeartbeatSeconds: 20,
        Next: "Tell",
      },
      Tell: {
        Type: "Task",
        Resource: "arn:aws:states:::sns:publish.waitForTaskToken",
        Parameters: { TopicArn: "t", "Message.$": "$$.Task.Token" },
        Catch: [{ ErrorEquals: ["E"], Next: "Done" }],
        End: true,
      },
      Done,
    },
  },
  input: {},
  mocks: { sqs: { sendMessage: after(2, heartbeats(10, callsBack(1, { after: 38 }))) }, sns: { publish: fails("E", "why") } },
};

/** A heartbeat that is missed after 20 s, then a worker that answers after 5 s. */
const worked: Example = {
  definition: {
    StartAt: "Build",
    States: {
      Build: {
        Type: "Task",
        Resource: "arn:aws:states:us-east-1:123456789012:activity:build",
        TimeoutSeconds: 60,
        HeartbeatSeconds: 20,
        Retry: [{ ErrorEquals: ["States.HeartbeatTimeout"], MaxAttempts: 1 }],
        End: true,
      },
    },
  },
  input: {},
  mocks: { states: { Build: [hangs(), after(5, 1)] } },
};

const children = {
  ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" },
  StartAt: "Work",
  States: { Work: { Type: "Task", Resource: `${ARN}work`, End: true } },
};

/** Child executions for three items, two at a time, one second each; the third of them fails, which is tolerated. */
const distributed: Example = {
  definition: {
    StartAt: "Each",
    States: {
      Each: {
        Type: "Map",
        MaxConcurrency: 2,
        ToleratedFailureCount: 1,
        ItemProcessor: children,
        ResultPath: null,
        Next: "Done",
      },
      Done,
    },
  },
  input: [1, 2, 3],
  mocks: { lambda: { work: (item: number) => after(1, item === 3 ? fails("E", "why") : item * 10) } },
};

/** Each item fails after as many seconds: one of four is tolerated, so that the third child is stopped and the fourth not begun. */
const exceeded: Example = {
  definition: {
    StartAt: "Each",
    States: {
      Each: {
        Type: "Map",
        MaxConcurrency: 2,
        ToleratedFailurePercentage: 25,
        ItemProcessor: children,
        Retry: [{ ErrorEquals: ["States.ExceedToleratedFailureThreshold"], MaxAttempts: 1 }],
        End: true,
      },
    },
  },
  input: [1, 2, 3, 4],
  mocks: { lambda: { work: (item: number) => after(item, fails("E", "why")) } },
};

type Name =
  | "retriedThenCaught"
  | "timedOut"
  | "branchFailed"
  | "mapped"
  | "mapRetried"
  | "failed"
  | "calledBack"
  | "worked"
  | "distributed"
  | "exceeded";

export const EXAMPLES: Readonly<Record<Name, Example>> = {
  retriedThenCaught,
  timedOut,
  branchFailed,
  mapped,
  mapRetried,
  failed,
  calledBack,
  worked,
  distributed,
  exceeded,
};
