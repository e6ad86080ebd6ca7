import type { MockContext, Mocks } from "sfn-testkit";
import { after, callsBack, failsBack, heartbeats, job } from "sfn-testkit";

const task = (name: string): string => `arn:aws:lambda:us-east-1:123456789012:function:${name}`;

/** Charges a card, then ships; the charge is tried again after a timeout, so that it can be made twice. */
export const purchase: object = {
  StartAt: "Charge",
  States: {
    Charge: {
      Type: "Task",
      Resource: task("charge"),
      TimeoutSeconds: 10,
      Retry: [{ ErrorEquals: ["States.Timeout"], MaxAttempts: 1 }],
      Catch: [{ ErrorEquals: ["CardDeclined"], ResultPath: "$.error", Next: "Refused" }],
      ResultPath: "$.charge",
      Next: "Ship",
    },
    Ship: { Type: "Task", Resource: task("ship"), ResultPath: "$.parcel", End: true },
    Refused: { Type: "Fail", Error: "Refused" },
  },
};

export const purchaseMocks: Mocks = { lambda: { charge: { receipt: 1 }, ship: { parcel: 2 } } };

/** Two steps with what undoes them; the second step's timeout is not caught. */
export const booking: object = {
  StartAt: "BookFlight",
  States: {
    BookFlight: {
      Type: "Task",
      Resource: task("flight"),
      Catch: [{ ErrorEquals: ["States.ALL"], Next: "NotBooked" }],
      ResultPath: "$.flight",
      Next: "BookHotel",
    },
    BookHotel: {
      Type: "Task",
      Resource: task("hotel"),
      TimeoutSeconds: 30,
      Catch: [{ ErrorEquals: ["States.TaskFailed"], ResultPath: "$.error", Next: "CancelFlight" }],
      ResultPath: "$.hotel",
      End: true,
    },
    CancelFlight: { Type: "Task", Resource: task("cancel"), Retry: [{ ErrorEquals: ["States.ALL"] }], Next: "NotBooked" },
    NotBooked: { Type: "Fail", Error: "NotBooked" },
  },
};

export const bookingMocks: Mocks = { lambda: { flight: { id: "f" }, hotel: { id: "h" }, cancel: {} } };

/** Items one beside the other, each in two calls, beside a branch that takes its time. */
export const packing: object = {
  StartAt: "Pack",
  States: {
    Pack: {
      Type: "Parallel",
      Branches: [
        {
          StartAt: "Items",
          States: {
            Items: {
              Type: "Map",
              ItemsPath: "$.items",
              Retry: [{ ErrorEquals: ["Broken"], IntervalSeconds: 2, MaxAttempts: 2 }],
              ItemProcessor: {
                StartAt: "Pick",
                States: {
                  Pick: { Type: "Task", Resource: task("pick"), Retry: [{ ErrorEquals: ["Busy"], MaxAttempts: 2 }], Next: "Wrap" },
                  Wrap: { Type: "Task", Resource: task("wrap"), TimeoutSeconds: 5, End: true },
                },
              },
              End: true,
            },
          },
        },
        {
          StartAt: "Label",
          States: {
            Label: { Type: "Task", Resource: "arn:aws:states:::lambda:invoke", Parameters: { FunctionName: "label" }, Next: "Dry" },
            Dry: { Type: "Wait", Seconds: 3, Next: "Note" },
            Note: {
              Type: "Task",
              Resource: "arn:aws:states:::dynamodb:putItem",
              Parameters: { TableName: "parcels", Item: { id: { S: "p-1" } } },
              Catch: [{ ErrorEquals: ["States.ALL"], Next: "Skip" }],
              End: true,
            },
            Skip: { Type: "Pass", End: true },
          },
        },
      ],
      Catch: [{ ErrorEquals: ["States.TaskFailed"], Next: "Unpack" }],
      End: true,
    },
    Unpack: { Type: "Task", Resource: task("unpack"), End: true },
  },
};

/** Waits for a token, then for a job. */
export const approval: object = {
  StartAt: "Approve",
  States: {
    Approve: {
      Type: "Task",
      Resource: "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
      Parameters: { QueueUrl: "https://sqs.us-east-1.amazonaws.com/123456789012/approvals", "MessageBody.$": "$$.Task.Token" },
      TimeoutSeconds: 3600,
      Catch: [{ ErrorEquals: ["Rejected", "States.Timeout"], Next: "Report" }],
      Next: "Report",
    },
    Report: {
      Type: "Task",
      Resource: "arn:aws:states:::glue:startJobRun.sync",
      Parameters: { JobName: "report" },
      TimeoutSeconds: 600,
      Retry: [{ ErrorEquals: ["States.TaskFailed", "States.Timeout"], MaxAttempts: 1 }],
      End: true,
    },
  },
};

export const approvalMocks: Mocks = {
  sqs: { sendMessage: callsBack({ approved: true }, { after: "20m" }) },
  glue: { startJobRun: job({ duration: "5m", result: { JobRunState: "SUCCEEDED" } }) },
};

/** Workers of an activity, one for each part, beside somebody with a token; both send heartbeats. */
export const working: object = {
  StartAt: "Work",
  States: {
    Work: {
      Type: "Parallel",
      Branches: [
        {
          StartAt: "Parts",
          States: {
            Parts: {
              Type: "Map",
              ItemsPath: "$.parts",
              ItemProcessor: {
                StartAt: "Build",
                States: {
                  Build: {
                    Type: "Task",
                    Resource: "arn:aws:states:us-east-1:123456789012:activity:build",
                    TimeoutSeconds: 300,
                    HeartbeatSeconds: 30,
                    Retry: [{ ErrorEquals: ["States.HeartbeatTimeout", "Broken"], MaxAttempts: 2 }],
                    End: true,
                  },
                },
              },
              End: true,
            },
          },
        },
        {
          StartAt: "Inspect",
          States: {
            Inspect: {
              Type: "Task",
              Resource: "arn:aws:states:::lambda:invoke.waitForTaskToken",
              Parameters: { FunctionName: "inspect", Payload: { "token.$": "$$.Task.Token" } },
              TimeoutSeconds: 120,
              HeartbeatSeconds: 20,
              Retry: [{ ErrorEquals: ["States.HeartbeatTimeout"], MaxAttempts: 1 }],
              Catch: [{ ErrorEquals: ["States.Timeout", "Unsafe"], Next: "Repair" }],
              Next: "Sign",
            },
            Sign: {
              Type: "Task",
              Resource: "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
              Parameters: { QueueUrl: "https://sqs.us-east-1.amazonaws.com/123456789012/sign", "MessageBody.$": "$$.Task.Token" },
              TimeoutSeconds: 60,
              Catch: [{ ErrorEquals: ["States.ALL"], Next: "Repair" }],
              End: true,
            },
            Repair: { Type: "Pass", End: true },
          },
        },
      ],
      End: true,
    },
  },
};

/** Callbacks by values and functions, at once and later, with and without heartbeats. */
export const workingMocks: Mocks = {
  states: { Build: [{ built: 1 }, after("10s", { built: 2 }), heartbeats("10s", callsBack({ built: 3 }, { after: "1m" }))] },
  lambda: {
    inspect: async (_: unknown, context: MockContext) => {
      await context.sleep("1s");
      return after("2s", heartbeats("15s", callsBack({ call: context.call }, { after: "40s" })));
    },
  },
  sqs: { sendMessage: [callsBack([1], { after: "5s", submitted: { MessageId: "m-1" } }), failsBack("Refused")] },
};

/** Child executions for lines of an object, two at a time, of which one may fail; their results are written to another object. */
export const importing: object = {
  StartAt: "Lines",
  States: {
    Lines: {
      Type: "Map",
      ItemReader: {
        Resource: "arn:aws:states:::s3:getObject",
        ReaderConfig: { InputType: "JSON" },
        Parameters: { Bucket: "orders", Key: "today.json" },
      },
      MaxConcurrency: 2,
      ToleratedFailureCount: 1,
      Label: "lines",
      ItemProcessor: {
        ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" },
        StartAt: "Import",
        States: {
          Import: {
            Type: "Task",
            Resource: task("import"),
            TimeoutSeconds: 5,
            Retry: [{ ErrorEquals: ["Busy"], MaxAttempts: 1 }],
            Next: "Confirm",
          },
          Confirm: {
            Type: "Task",
            Resource: "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
            Parameters: { QueueUrl: "https://sqs.us-east-1.amazonaws.com/123456789012/confirm", "MessageBody.$": "$$.Task.Token" },
            TimeoutSeconds: 60,
            End: true,
          },
        },
      },
      ResultWriter: { Resource: "arn:aws:states:::s3:putObject", Parameters: { Bucket: "results", Prefix: "lines" } },
      Retry: [{ ErrorEquals: ["States.ItemReaderFailed"], MaxAttempts: 1 }],
      Catch: [{ ErrorEquals: ["States.ALL"], Next: "Reject" }],
      End: true,
    },
    Reject: { Type: "Task", Resource: task("reject"), End: true },
  },
};

export const importingMocks: Mocks = {
  s3: { getObject: { Body: "[1, 2, 3]" }, putObject: {} },
  lambda: { import: [(line: unknown) => ({ line }), after("2s", { line: "second" }), { line: "third" }], reject: { rejected: true } },
  sqs: { sendMessage: callsBack({ confirmed: true }, { after: "10s" }) },
};
