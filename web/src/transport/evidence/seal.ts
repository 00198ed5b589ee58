import { hsalsa, secretbox } from "@noble/ciphers/salsa.js";
import { x25519 } from "@noble/curves/ed25519.js";
import { blake2b } from "@noble/hashes/blake2.js";

// Sealed boxes as in libsodium's crypto_box_seal. Loaded only when a visitor opens a report on a
// site that takes evidence.

const NONCE_BYTES = 24;
/** The constant of Salsa20 for keys of 32 bytes. */
const SIGMA = words(new TextEncoder().encode("expand 32-byte k"));

/**
 * Seals `text` for the owner of the key alone: not even this page can open the box again. `secret`
 * is for tests; otherwise it is random for each box.
 */
export function seal(
  text: Uint8Array,
  key: Uint8Array,
  secret: Uint8Array = x25519.utils.randomSecretKey(),
): Uint8Array<ArrayBuffer> {
  const ephemeral = x25519.getPublicKey(secret);
  const nonce = blake2b(joined(ephemeral, key), { dkLen: NONCE_BYTES });
  const shared = x25519.getSharedSecret(secret, key);
  return joined(ephemeral, secretbox(boxKey(shared), nonce).seal(text));
}

/** The key of crypto_box: HSalsa20 of the shared point, with a nonce of zeros. */
function boxKey(shared: Uint8Array): Uint8Array {
  const key = new Uint32Array(8);
  hsalsa(SIGMA, words(shared), new Uint32Array(4), key);
  return new Uint8Array(key.buffer);
}

function words(bytes: Uint8Array): Uint32Array {
  return new Uint32Array(Uint8Array.from(bytes).buffer);
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(a.length + b.length);
  whole.set(a);
  whole.set(b, a.length);
  return whole;
}
