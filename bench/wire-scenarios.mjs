/** What one call to AWS costs, by each way it can take to the mock that answers it. */
const CALLS = 100;

const send = {
  Type: "Task",
  Resource: "arn:aws:states:::sqs:sendMessage",
  Parameters: { QueueUrl: "https://sqs.us-east-1.amazonaws.com/123456789012/orders", "MessageBody.$": "$.id" },
  End: true,
};

const sendAll = {
  StartAt: "Each",
  States: { Each: { Type: "Map", MaxConcurrency: 1, ItemProcessor: { StartAt: "Send", States: { Send: send } }, End: true } },
};

export const wireScenarios = {
  calls: {
    title: `${CALLS} calls of sqs:sendMessage`,
    definition: sendAll,
    input: () => Array.from({ length: CALLS }, (_, id) => ({ id: `o-${id}` })),
    mocks: { sqs: { sendMessage: { MessageId: "m-1" } } },
    units: CALLS,
    unit: "call",
    isRight: (outputs) => outputs.length === CALLS && outputs.every(({ MessageId }) => MessageId === "m-1"),
    implementations: ["directly", "throughHandlers", "throughBareHandler", "throughMsw", "throughBareMsw"],
    targets: {},
  },
};
