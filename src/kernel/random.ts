/** A number in [0, 1) that depends on nothing but the seed and the name of what draws it. */
export function draw(seed: number, stream: string): number {
  return mix(hash(stream, seed)) / 4_294_967_296;
}

/** A version 4 UUID that depends on nothing but the seed and the name of what draws it. */
export function drawUuid(seed: number, stream: string): string {
  const words = [0, 1, 2, 3].map((part) => mix(hash(`${stream}#${part}`, seed)));
  words[1] = ((words[1] as number) & 0xffff0fff) | 0x4000;
  words[2] = ((words[2] as number) & 0x3fffffff) | 0x80000000;
  const [a = "", b = "", c = "", d = ""] = words.map(hexOf);
  return `${a}-${b.slice(0, 4)}-${b.slice(4)}-${c.slice(0, 4)}-${c.slice(4)}${d}`;
}

/** Eight hexadecimal digits. */
function hexOf(word: number): string {
  return ((word >>> 0) + 0x1_0000_0000).toString(16).slice(1);
}

/** FNV-1a over the UTF-16 units, started from the seed. */
function hash(text: string, seed: number): number {
  let state = mix(Math.imul(seed | 0, 0x9e3779b1) ^ 0x811c9dc5);
  for (let index = 0; index < text.length; index++) state = Math.imul(state ^ text.charCodeAt(index), 0x01000193);
  return state >>> 0;
}

/** The finaliser of MurmurHash3: every bit of the input reaches every bit of the output. */
function mix(value: number): number {
  let bits = value >>> 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}
