export { awsHandlers } from "./aws-handlers.ts";
export type { AwsInterception, InterceptOptions } from "./intercept-aws.ts";
export { interceptAws } from "./intercept-aws.ts";
export type { PatienceOptions } from "./patience.ts";
