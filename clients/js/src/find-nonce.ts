/** First 32 bits of the fractional parts of the square (0.5) or cube (1/3) roots of primes. */
function rootsOfPrimes(count: number, power: number): Int32Array {
  const primes: number[] = [];
  for (let n = 2; primes.length < count; n++) {
    if (primes.every((prime) => n % prime !== 0)) primes.push(n);
  }
  return Int32Array.from(primes, (prime) => ((prime ** power % 1) * 2 ** 32) | 0);
}

const START = rootsOfPrimes(8, 1 / 2);
const ROUNDS = rootsOfPrimes(64, 1 / 3);
const BLOCK_BYTES = 64;
const LENGTH_BYTES = 8;

/** `word` as a bare typed array access, which is never undefined within these loops. */
const at = (words: Int32Array, index: number): number => words[index] as number;

const turn = (word: number, by: number): number => (word >>> by) | (word << (32 - by));

const schedule = new Int32Array(64);

/** Adds the block to the state, as FIPS 180-4, 6.2.2 defines. */
function compress(state: Int32Array, block: DataView): void {
  const w = schedule;
  for (let i = 0; i < 16; i++) w[i] = block.getInt32(4 * i);
  for (let i = 16; i < 64; i++) {
    const early = at(w, i - 15);
    const late = at(w, i - 2);
    const s0 = turn(early, 7) ^ turn(early, 18) ^ (early >>> 3);
    const s1 = turn(late, 17) ^ turn(late, 19) ^ (late >>> 10);
    w[i] = (at(w, i - 16) + s0 + at(w, i - 7) + s1) | 0;
  }
  let [a, b, c, d] = [at(state, 0), at(state, 1), at(state, 2), at(state, 3)];
  let [e, f, g, h] = [at(state, 4), at(state, 5), at(state, 6), at(state, 7)];
  for (let i = 0; i < 64; i++) {
    const s1 = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25);
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + at(ROUNDS, i) + at(w, i)) | 0;
    const s0 = turn(a, 2) ^ turn(a, 13) ^ turn(a, 22);
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  state[0] = at(state, 0) + a;
  state[1] = at(state, 1) + b;
  state[2] = at(state, 2) + c;
  state[3] = at(state, 3) + d;
  state[4] = at(state, 4) + e;
  state[5] = at(state, 5) + f;
  state[6] = at(state, 6) + g;
  state[7] = at(state, 7) + h;
}

/**
 * The smallest nonce for which SHA-256(challenge ":" nonce) begins with `bits` zero bits; at most
 * 32. Takes 2^bits hashes on average. Several times as fast as WebCrypto, which answers each hash
 * with a promise.
 */
export function findNonce(challenge: string, bits: number): number {
  const prefix = new TextEncoder().encode(`${challenge}:`);
  const whole = prefix.length - (prefix.length % BLOCK_BYTES);
  const prefixState = START.slice();
  for (let i = 0; i < whole; i += BLOCK_BYTES)
    compress(prefixState, new DataView(prefix.buffer, i));
  const rest = prefix.subarray(whole);
  const tail = new Uint8Array(2 * BLOCK_BYTES);
  const blocks = [new DataView(tail.buffer), new DataView(tail.buffer, BLOCK_BYTES)] as const;
  const state = new Int32Array(8);
  for (let nonce = 0; ; nonce++) {
    const digits = String(nonce);
    const end = rest.length + digits.length;
    const isLong = end + 1 + LENGTH_BYTES > BLOCK_BYTES;
    tail.fill(0);
    tail.set(rest);
    for (let i = 0; i < digits.length; i++) tail[rest.length + i] = digits.charCodeAt(i);
    tail[end] = 0x80;
    const last = blocks[isLong ? 1 : 0];
    last.setUint32(BLOCK_BYTES - 4, 8 * (whole + end));
    state.set(prefixState);
    compress(state, blocks[0]);
    if (isLong) compress(state, last);
    if (Math.clz32(at(state, 0)) >= bits) return nonce;
  }
}
