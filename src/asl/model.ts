import type { Json } from "../base/json.ts";

/** A machine, a Parallel branch or an item processor: states and where to start. */
export interface StateGraph {
  readonly StartAt: string;
  readonly States: { readonly [name: string]: State };
}

/** ASL "Structure of a State Machine". */
export interface Definition extends StateGraph {
  readonly Comment?: string;
  readonly Version?: string;
  readonly QueryLanguage?: QueryLanguageName;
  readonly TimeoutSeconds?: number;
}

/** ASL "Assign": variables by name; JSONPath's names may end in `.$`. */
export interface Assignments {
  readonly [name: string]: Json;
}

export type QueryLanguageName = "JSONPath" | "JSONata";

/** ASL "States": the eight types, told apart by `Type`. */
export type State = PassState | TaskState | ChoiceState | WaitState | SucceedState | FailState | ParallelState | MapState;
export type StateType = State["Type"];

interface CommonFields {
  readonly Comment?: string;
  readonly QueryLanguage?: QueryLanguageName;
}

/** ASL "Input and Output Processing"; a path of `null` stands for `{}` (ResultPath: for discarding the result). */
interface PathFields {
  readonly InputPath?: string | null;
  readonly OutputPath?: string | null;
}

interface ResultFields {
  readonly Parameters?: Json;
  readonly ResultPath?: string | null;
}

interface SelectedResultFields extends ResultFields {
  readonly ResultSelector?: Json;
}

interface AssignField {
  readonly Assign?: Assignments;
}

/** ASL "Output"; of JSONata states only. */
interface OutputField {
  readonly Output?: Json;
}

/** ASL "Arguments"; of JSONata states only. */
interface ArgumentsField {
  readonly Arguments?: Json;
}

/** Exactly one of the two is there in a valid definition. */
interface TransitionFields {
  readonly Next?: string;
  readonly End?: boolean;
}

interface ErrorFields {
  readonly Retry?: readonly Retrier[];
  readonly Catch?: readonly Catcher[];
}

/** ASL "Retrying after error". */
export interface Retrier {
  readonly ErrorEquals: readonly string[];
  readonly IntervalSeconds?: number;
  readonly MaxAttempts?: number;
  readonly BackoffRate?: number;
  readonly MaxDelaySeconds?: number;
  readonly JitterStrategy?: "FULL" | "NONE";
}

/** ASL "Fallback states". */
export interface Catcher {
  readonly ErrorEquals: readonly string[];
  readonly Next: string;
  readonly ResultPath?: string | null;
  readonly Output?: Json;
  readonly Assign?: Assignments;
}

export interface PassState extends CommonFields, PathFields, ResultFields, TransitionFields, OutputField, AssignField {
  readonly Type: "Pass";
  readonly Result?: Json;
}

export interface TaskState
  extends CommonFields,
    PathFields,
    SelectedResultFields,
    TransitionFields,
    ErrorFields,
    ArgumentsField,
    OutputField,
    AssignField {
  readonly Type: "Task";
  readonly Resource: string;
  readonly Credentials?: Json;
  readonly TimeoutSeconds?: number | string;
  readonly TimeoutSecondsPath?: string;
  readonly HeartbeatSeconds?: number | string;
  readonly HeartbeatSecondsPath?: string;
}

export interface ChoiceState extends CommonFields, PathFields, OutputField, AssignField {
  readonly Type: "Choice";
  readonly Choices: readonly ChoiceRule[];
  readonly Default?: string;
}

/** A top-level choice rule; a rule nested in `And`, `Or` or `Not` has no `Next`. */
export type ChoiceRule = ChoiceTest &
  AssignField &
  OutputField & { readonly Condition?: boolean | string; readonly Next: string; readonly Comment?: string };

/** `And`, `Or`, `Not`, or `Variable` with one comparison operator such as `StringEquals` or `NumericLessThanPath`. */
export interface ChoiceTest {
  readonly And?: readonly ChoiceTest[];
  readonly Or?: readonly ChoiceTest[];
  readonly Not?: ChoiceTest;
  readonly Variable?: string;
  readonly [operator: string]: unknown;
}

export interface WaitState extends CommonFields, PathFields, TransitionFields, OutputField, AssignField {
  readonly Type: "Wait";
  readonly Seconds?: number | string;
  readonly SecondsPath?: string;
  readonly Timestamp?: string;
  readonly TimestampPath?: string;
}

export interface SucceedState extends CommonFields, PathFields, OutputField {
  readonly Type: "Succeed";
}

export interface FailState extends CommonFields {
  readonly Type: "Fail";
  readonly Error?: string;
  readonly ErrorPath?: string;
  readonly Cause?: string;
  readonly CausePath?: string;
}

export interface ParallelState
  extends CommonFields,
    PathFields,
    SelectedResultFields,
    TransitionFields,
    ErrorFields,
    ArgumentsField,
    OutputField,
    AssignField {
  readonly Type: "Parallel";
  readonly Branches: readonly StateGraph[];
}

/** ASL "Map State"; `Iterator` and `Parameters` are the older spelling of `ItemProcessor` and `ItemSelector`. */
export interface MapState extends CommonFields, PathFields, SelectedResultFields, TransitionFields, ErrorFields, OutputField, AssignField {
  readonly Type: "Map";
  readonly ItemProcessor?: ItemProcessor;
  readonly Iterator?: ItemProcessor;
  readonly ItemsPath?: string;
  /** A JSON array, or an expression that gives one; of JSONata states only. */
  readonly Items?: Json;
  readonly ItemSelector?: Json;
  readonly MaxConcurrency?: number | string;
  readonly MaxConcurrencyPath?: string;
  readonly ItemReader?: ItemReader;
  readonly ItemBatcher?: ItemBatcher;
  readonly ResultWriter?: ResultWriter;
  readonly Label?: string;
  readonly ToleratedFailureCount?: number | string;
  readonly ToleratedFailureCountPath?: string;
  readonly ToleratedFailurePercentage?: number | string;
  readonly ToleratedFailurePercentagePath?: string;
}

export interface ItemProcessor extends StateGraph {
  readonly ProcessorConfig?: { readonly Mode?: "INLINE" | "DISTRIBUTED"; readonly ExecutionType?: "STANDARD" | "EXPRESS" };
}

/** Where a distributed Map reads its items; `Parameters` in JSONPath, `Arguments` in JSONata. */
export interface ItemReader {
  readonly Resource: string;
  readonly Parameters?: Json;
  readonly Arguments?: Json;
  readonly ReaderConfig?: ReaderConfig;
}

export interface ReaderConfig {
  readonly InputType?: "CSV" | "JSON" | "JSONL" | "MANIFEST" | "PARQUET";
  readonly Transformation?: "NONE" | "LOAD_AND_FLATTEN";
  readonly ManifestType?: "S3_INVENTORY" | "ATHENA_DATA";
  readonly CSVHeaderLocation?: "FIRST_ROW" | "GIVEN";
  readonly CSVHeaders?: readonly string[] | string;
  readonly CSVDelimiter?: "COMMA" | "PIPE" | "SEMICOLON" | "SPACE" | "TAB";
  readonly ItemsPointer?: string;
  readonly IncludeVersions?: boolean;
  readonly MaxItems?: number | string;
  readonly MaxItemsPath?: string;
}

/** How the items of a distributed Map are put together to the input of one child execution. */
export interface ItemBatcher {
  readonly BatchInput?: Json;
  readonly MaxItemsPerBatch?: number | string;
  readonly MaxItemsPerBatchPath?: string;
  readonly MaxInputBytesPerBatch?: number | string;
  readonly MaxInputBytesPerBatchPath?: string;
}

/** Where a distributed Map writes its results, and in which shape. */
export interface ResultWriter {
  readonly Resource?: string;
  readonly Parameters?: Json;
  readonly Arguments?: Json;
  readonly WriterConfig?: WriterConfig;
}

export interface WriterConfig {
  readonly OutputType?: "JSON" | "JSONL";
  readonly Transformation?: "NONE" | "COMPACT" | "FLATTEN";
}
