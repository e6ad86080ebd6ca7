import { BedrockRuntimeClient, InvokeModelCommand } from "@aws-sdk/client-bedrock-runtime";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";

interface Document {
  readonly key: string;
  readonly document: { readonly text: string };
  readonly analysis: { readonly embedding: readonly number[]; readonly summary: string };
}

const bedrock = new BedrockRuntimeClient();
const s3 = new S3Client();

/** A Lambda handler: has a title found for the summary, and files it all. */
export async function handler({ key, analysis }: Document): Promise<{ filed: string; title: string }> {
  const title = await titleOf(analysis.summary);
  const filed = `${key}.json`;
  await s3.send(new PutObjectCommand({ Bucket: "library", Key: filed, Body: JSON.stringify({ title, ...analysis }) }));
  return { filed, title };
}

async function titleOf(summary: string): Promise<string> {
  const prompt = `Find a title: ${summary}`;
  const { body } = await bedrock.send(new InvokeModelCommand({ modelId: "writer", body: JSON.stringify({ prompt }) }));
  return (JSON.parse(body.transformToString()) as { readonly completion: string }).completion;
}
