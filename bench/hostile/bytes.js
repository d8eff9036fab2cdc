/** Ways to damage any file; each takes draws and bytes and gives other bytes. */
export const damages = {
  'bits flipped': (draws, bytes) => {
    const out = Buffer.from(bytes);
    for (let i = draws.between(1, 16); i > 0; i -= 1) out[draws.below(out.length)] ^= 1 << draws.below(8);
    return out;
  },
  'bytes replaced': (draws, bytes) => {
    const out = Buffer.from(bytes);
    for (let i = draws.between(1, 30); i > 0; i -= 1) out[draws.below(out.length)] = draws.below(256);
    return out;
  },
  truncated: (draws, bytes) => bytes.subarray(0, draws.between(1, bytes.length - 1)),
  'beginning cut off': (draws, bytes) => bytes.subarray(draws.between(1, bytes.length - 1)),
  'a hole of zeros': (draws, bytes) => {
    const out = Buffer.from(bytes);
    const from = draws.below(out.length);
    return out.fill(0, from, Math.min(out.length, from + draws.between(1, 2000)));
  },
  'a piece taken out': (draws, bytes) => {
    const from = draws.below(bytes.length);
    return Buffer.concat([bytes.subarray(0, from), bytes.subarray(from + draws.between(1, 500))]);
  },
  'a piece twice': (draws, bytes) => {
    const from = draws.below(bytes.length);
    const piece = bytes.subarray(from, from + draws.between(1, 3000));
    return Buffer.concat([bytes.subarray(0, from), piece, bytes.subarray(from)]);
  },
  'odd bytes put in': (draws, bytes) => {
    const from = draws.below(bytes.length);
    return Buffer.concat([bytes.subarray(0, from), draws.pick(oddBytes), bytes.subarray(from)]);
  },
  'halves swapped': (_draws, bytes) => {
    const half = bytes.length >> 1;
    return Buffer.concat([bytes.subarray(half), bytes.subarray(0, half)]);
  },
  'garbage behind': (draws, bytes) => Buffer.concat([bytes, draws.bytes(draws.between(1, 400))]),
};

const oddBytes = [
  [0],
  [0xff],
  [0xef, 0xbb, 0xbf],
  [0xff, 0xfe],
  [0xc0, 0x80],
  [0xed, 0xa0, 0x80],
  [0xf4, 0x90, 0x80, 0x80],
  [0xe2, 0x80, 0xa8],
  [0x1b, 0x5b, 0x32, 0x4a],
  [0x0d],
  [0x1a],
  [0x22],
  [0x5c],
].map((list) => Buffer.from(list));

/** One to three of them, one after the other. */
export function damaged(draws, bytes) {
  let [out, names] = [Buffer.from(bytes), []];
  for (let times = draws.pick([1, 1, 1, 2, 3]); times > 0 && out.length > 1; times -= 1) {
    const [name, damage] = draws.pick(Object.entries(damages));
    [out, names] = [damage(draws, out), [...names, name]];
  }
  return {content: out, about: names.join(', ')};
}
