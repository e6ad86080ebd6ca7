/** ASL "Map State": the processor's configuration, and the fields of a distributed Map. */

import type { Json } from "../../base/json.ts";
import { isJsonObject } from "../../base/json.ts";
import type { Pointer } from "../../base/pointer.ts";
import { child } from "../../base/pointer.ts";
import type { Report } from "../diagnostics.ts";
import type { GraphPlace } from "../walk.ts";
import { numberPath } from "./expressions.ts";
import type { FieldCheck, Fields, ObjectCheck } from "./field-check.ts";
import {
  atMostOneOf,
  checkRequired,
  decimal,
  flag,
  listOf,
  object,
  oneOf,
  text,
  unknownField,
  verbatim,
  wholeNumber,
  wrongType,
} from "./field-check.ts";
import type { Language } from "./language.ts";
import { shapeIn } from "./language.ts";

const CONFIG = { fields: { Mode: oneOf("INLINE", "DISTRIBUTED"), ExecutionType: oneOf("STANDARD", "EXPRESS") } };

/** Each child of a distributed Map is an execution, of one type or the other. */
export const processorConfig: FieldCheck = object(CONFIG, (config, at, report) => {
  if (config["Mode"] === "DISTRIBUTED") checkRequired(config, ["ExecutionType"], at, report);
  else if (Object.hasOwn(config, "ExecutionType")) unknownField("ExecutionType", [], at, report);
});

/** The fields that mean something to a distributed Map only; AWS takes them in others too. */
export function distributedFields(language: Language): Fields {
  return {
    ItemReader: itemReader(language),
    ItemBatcher: itemBatcher(language),
    ResultWriter: resultWriter(language),
    Label: label,
    ToleratedFailureCount: language.orExpression(wholeNumber(0)),
    ToleratedFailurePercentage: language.orExpression(decimal(0, 100)),
  };
}

export const toleratedPaths: Fields = { ToleratedFailureCountPath: numberPath, ToleratedFailurePercentagePath: numberPath };

const ITEMS = 100_000_000;

function itemReader(language: Language): FieldCheck {
  const config = shapeIn(language, {
    fields: {
      InputType: oneOf("CSV", "JSON", "JSONL", "MANIFEST", "PARQUET"),
      Transformation: oneOf("NONE", "LOAD_AND_FLATTEN"),
      ManifestType: oneOf("S3_INVENTORY", "ATHENA_DATA"),
      CSVHeaderLocation: oneOf("FIRST_ROW", "GIVEN"),
      CSVHeaders: language.orExpression(listOf(text)),
      CSVDelimiter: oneOf("COMMA", "PIPE", "SEMICOLON", "SPACE", "TAB"),
      ItemsPointer: text,
      IncludeVersions: flag,
      MaxItems: language.orExpression(wholeNumber(0, ITEMS)),
    },
    JSONPath: { MaxItemsPath: numberPath },
  });
  const shape = shapeIn(language, {
    required: ["Resource"],
    fields: {
      Resource: s3Resource("getObject", "listObjectsV2"),
      ReaderConfig: object(config, checkCsv, atMostOneOf("MaxItems", "MaxItemsPath")),
    },
    JSONPath: { Parameters: language.template },
    JSONata: { Arguments: language.template },
  });
  return object(shape);
}

const checkCsv: ObjectCheck = (config, at, report) => {
  const given = config["CSVHeaderLocation"];
  if (config["InputType"] === "CSV" && given === undefined) report.add("MISSING_FIELD", at, "The field 'CSVHeaderLocation' is required");
  if (config["InputType"] === "JSON" && given !== undefined) unknownField("CSVHeaderLocation", [], at, report);
  if (given === "GIVEN") checkRequired(config, ["CSVHeaders"], at, report);
};

function itemBatcher(language: Language): FieldCheck {
  const count = language.orExpression(wholeNumber(0));
  const shape = shapeIn(language, {
    fields: { BatchInput: language.template, MaxItemsPerBatch: count, MaxInputBytesPerBatch: count },
    JSONPath: { MaxItemsPerBatchPath: numberPath, MaxInputBytesPerBatchPath: numberPath },
  });
  return object(
    shape,
    atMostOneOf("MaxItemsPerBatch", "MaxItemsPerBatchPath"),
    atMostOneOf("MaxInputBytesPerBatch", "MaxInputBytesPerBatchPath"),
  );
}

function resultWriter(language: Language): FieldCheck {
  const config = { fields: { OutputType: oneOf("JSON", "JSONL"), Transformation: oneOf("NONE", "COMPACT", "FLATTEN") } };
  const shape = shapeIn(language, {
    fields: { Resource: s3Resource("putObject"), WriterConfig: object(config) },
    JSONPath: { Parameters: language.template },
    JSONata: { Arguments: language.template },
  });
  return object(shape);
}

function s3Resource(...actions: readonly string[]): FieldCheck {
  const allowed = new RegExp(`^arn:[^:]+:states:::s3:(?:${actions.join("|")})$`);
  return (value, at, report) => {
    if (typeof value !== "string") return wrongType(value, at, report, "String", "the ARN of an action of S3");
    if (value.includes("${") || allowed.test(value)) return;
    const hint = `It may be ${actions.map((action) => `"arn:aws:states:::s3:${action}"`).join(" or ")}.`;
    report.add("INVALID_RESOURCE", at, "The field 'Resource' does not match any of the allowed values", hint);
  };
}

/** Items written out, or an expression that gives them. */
export function items(template: FieldCheck): FieldCheck {
  return (value, at, report) => {
    const isExpression = typeof value === "string" && (value.startsWith("{%") || value.endsWith("%}"));
    if (typeof value === "object" && value !== null) template(value, at, report);
    else if (isExpression) template(value, at, report);
    else wrongType(value, at, report, "Array", "an array, an object or an expression");
  };
}

const LABEL_LENGTH = 40;
const NOT_IN_LABELS = /[\s\p{Cc}?*<>{}[\]:;,\\|^~$#%&"`]/u;

function label(value: Json, at: Pointer, report: Report): void {
  if (typeof value !== "string") return wrongType(value, at, report, "String", "text");
  if (value.length === 0) report.add("INVALID_LABEL", at, "Invalid Label name: Label cannot be empty");
  else if (value.length > LABEL_LENGTH)
    report.add("INVALID_LABEL", at, `Invalid Label name: Label exceeds the ${LABEL_LENGTH}-character limit allowed by the service`);
  else if (NOT_IN_LABELS.test(value)) {
    const hint = 'It may have no blanks, brackets, wildcards, control characters and none of : ; , \\ | ^ ~ $ # % & ` ".';
    report.add("INVALID_LABEL", at, "Invalid Label name: Label contains invalid characters", hint);
  }
}

/** A label is part of the names of a Map's child executions. */
export function checkLabels(graphs: readonly GraphPlace[], report: Report): void {
  const places = new Map<Json, Pointer>();
  for (const { at, states } of graphs) {
    for (const [name, state] of Object.entries(states)) {
      const given = isJsonObject(state) && Object.hasOwn(state, "Label") ? state["Label"] : undefined;
      if (typeof given !== "string") continue;
      const place = child(at, "States", name, "Label");
      const first = places.get(given);
      if (first === undefined) places.set(given, place);
      else report.add("DUPLICATE_LABEL", place, `Duplicate Label name: ${verbatim(given)}`, `The first is at ${first}.`);
    }
  }
}
