/** Modules of Node that few runs need. Imported, they would take a fifth of the time that an import of this package takes. */

export function nodeCrypto(): typeof import("node:crypto") {
  return process.getBuiltinModule("node:crypto");
}

export function nodeFs(): typeof import("node:fs") {
  return process.getBuiltinModule("node:fs");
}

export function nodeFsPromises(): typeof import("node:fs/promises") {
  return process.getBuiltinModule("node:fs/promises");
}
