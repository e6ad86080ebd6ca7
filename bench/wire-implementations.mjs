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

/** The same without us: a handler that reads the request, and answers always alike. */
async function throughBareHandler({ input }) {
  const { getResponse } = await import("msw");
  const handlers = [await bareHandler()];
  return () => oneByOne(input, async (item) => (await getResponse(handlers, requestFor(item))).json());
}

/** A real client, whose requests MSW intercepts. */
async function throughMsw({ input, mocks }, library) {
  const { mockAws } = await import(pathToFileURL(library).href);
  const { interceptAws } = await mswBeside(library);
  return async () => {
    const interception = interceptAws(mockAws(mocks));
    const outputs = await sentByClient(input);
    interception.close();
    return outputs;
  };
}

/** The same without us. */
async function throughBareMsw({ input }) {
  const { setupServer } = await import("msw/node");
  const handler = await bareHandler();
  return async () => {
    const server = setupServer(handler);
    server.listen();
    const outputs = await sentByClient(input);
    server.close();
    return outputs;
  };
}

async function bareHandler() {
  const { http, HttpResponse } = await import("msw");
  return http.post("https://sqs.us-east-1.amazonaws.com/", async ({ request }) => {
    await request.arrayBuffer();
    return HttpResponse.json({ MessageId: "m-1" });
  });
}

/** The client does not ask for a digest, which is not always alike. */
async function sentByClient(input) {
  const { SendMessageCommand, SQSClient } = await import("@aws-sdk/client-sqs");
  const credentials = { accessKeyId: "none", secretAccessKey: "none" };
  const client = new SQSClient({ region: "us-east-1", credentials, md5: false });
  const outputs = await oneByOne(input, ({ id }) => client.send(new SendMessageCommand({ QueueUrl, MessageBody: id })));
  client.destroy();
  return outputs;
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
  throughBareHandler: { title: "… a constant, without us", prepare: throughBareHandler },
  throughMsw: { title: "MSW, real client", prepare: throughMsw },
  throughBareMsw: { title: "… a constant, without us", prepare: throughBareMsw },
};
