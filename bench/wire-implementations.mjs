/** The ways of a call to AWS to the mock that answers it; each run is a world of its own. */
import { pathToFileURL } from "node:url";

/** A Task of a state machine, which asks the mock itself. */
async function directly({ definition, input, mocks }, library) {
  const { loadStateMachine, mockAws, runStateMachine } = await import(pathToFileURL(library).href);
  const machine = await loadStateMachine(definition);
  return async () => (await runStateMachine(machine, { input, aws: mockAws(mocks) })).output;
}

/** A request as a client writes it, handed to the handlers by MSW's own `getResponse()`: no client, no interception. */
async function throughHandlers({ input, mocks }, library) {
  const { mockAws } = await import(pathToFileURL(library).href);
  const { awsHandlers } = await mswBeside(library);
  const { getResponse } = await import("msw");
  return async () => {
    const handlers = awsHandlers(mockAws(mocks));
    return await oneByOne(input, async (item) => (await getResponse(handlers, requestFor(item))).json());
  };
}

/** A real client, whose requests MSW intercepts. */
async function throughMsw({ input, mocks }, library) {
  const { mockAws } = await import(pathToFileURL(library).href);
  const { interceptAws } = await mswBeside(library);
  const { SendMessageCommand, SQSClient } = await import("@aws-sdk/client-sqs");
  return async () => {
    const interception = interceptAws(mockAws(mocks));
    const client = new SQSClient();
    const outputs = await oneByOne(input, ({ id }) => client.send(new SendMessageCommand({ QueueUrl, MessageBody: id })));
    client.destroy();
    interception.close();
    return outputs;
  };
}

const QueueUrl = "https://sqs.us-east-1.amazonaws.com/123456789012/orders";

const requestFor = ({ id }) =>
  new Request("https://sqs.us-east-1.amazonaws.com/", {
    method: "POST",
    headers: {
      "content-type": "application/x-amz-json-1.0",
      "x-amz-target": "AmazonSQS.SendMessage",
      authorization: "AWS4-HMAC-SHA256 Credential=none/20250101/us-east-1/sqs/aws4_request, SignedHeaders=host, Signature=none",
    },
    body: JSON.stringify({ QueueUrl, MessageBody: id }),
  });

async function oneByOne(items, call) {
  const outputs = [];
  for (const item of items) outputs.push(await call(item));
  return outputs;
}

const mswBeside = (library) => import(new URL("msw.mjs", pathToFileURL(library)).href);

export const wireImplementations = {
  directly: { title: "direct mock", prepare: directly },
  throughHandlers: { title: "awsHandlers", prepare: throughHandlers },
  throughMsw: { title: "MSW, real client", prepare: throughMsw },
};
