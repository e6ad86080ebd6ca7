import type { ServiceModel } from "../../sdk/service-model.ts";
import type { SchemaRef } from "../../sdk/shapes.ts";
import type { FormTree } from "./query-form.ts";

interface XmlClasses {
  readonly XmlShapeSerializer: new (settings: object) => XmlSerializer;
  readonly XmlShapeDeserializer: new (settings: object) => XmlDeserializer;
}

interface XmlSerializer {
  setSerdeContext(config: object): void;
  write(schema: SchemaRef, value: unknown): void;
  flush(): string | Uint8Array;
}

interface XmlDeserializer {
  setSerdeContext(config: object): void;
  readSchema(schema: SchemaRef, value: unknown): unknown;
}

/** Stands where AWS counts its requests: an answer of a mock is the same each time. */
export const NO_REQUEST_ID = "00000000-0000-0000-0000-000000000000";

/** Writes a value as the members of an XML element, without the element around them. */
export function xmlMembers(model: ServiceModel, schema: SchemaRef, value: unknown): string {
  const serializer = new (classesOf(model).XmlShapeSerializer)(settingsOf(model));
  serializer.setSerdeContext(model.package.config);
  serializer.write(schema, value);
  return innerXml(textOf(serializer.flush()));
}

/** Reads a form: its tree has the shape of a parsed XML document. */
export function readForm(model: ServiceModel, schema: SchemaRef, tree: FormTree): unknown {
  const deserializer = new (classesOf(model).XmlShapeDeserializer)(settingsOf(model));
  deserializer.setSerdeContext(model.package.config);
  return deserializer.readSchema(schema, tree);
}

/** What stands between the first tag and the last. */
export function innerXml(xml: string): string {
  const text = xml.replace(/^<\?xml[^>]*>/, "");
  return /^<[^>]*\/>$/.test(text) ? "" : text.replace(/^<[^>]*>/, "").replace(/<\/[^>]*>$/, "");
}

/** Bodies have been text and bytes in different versions of the SDK. */
export function textOf(body: unknown): string {
  return typeof body === "string" ? body : body instanceof Uint8Array ? Buffer.from(body).toString("utf8") : "";
}

function classesOf(model: ServiceModel): XmlClasses {
  return model.package.dependency("@aws-sdk/core/protocols") as XmlClasses;
}

function settingsOf({ package: { config } }: ServiceModel): object {
  const { xmlNamespace, defaultNamespace } = config.protocolSettings;
  return { timestampFormat: { useTrait: true, default: 5 }, httpBindings: false, xmlNamespace, serviceNamespace: defaultNamespace };
}
