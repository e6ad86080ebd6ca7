/** An object of fewer than 24 texts, written in CBOR (RFC 8949, section 3) without the help of a client. */
export function cborTexts(texts: Readonly<Record<string, string>>): Uint8Array {
  const entries = Object.entries(texts);
  return Buffer.concat([Buffer.of(MAP | entries.length), ...entries.flat().map(cborText)]);
}

const MAP = 0xa0;
const TEXT_OF_32_BIT_LENGTH = 0x7a;

function cborText(text: string): Uint8Array {
  const bytes = Buffer.from(text, "utf8");
  const head = Buffer.of(TEXT_OF_32_BIT_LENGTH, 0, 0, 0, 0);
  head.writeUInt32BE(bytes.length, 1);
  return Buffer.concat([head, bytes]);
}
