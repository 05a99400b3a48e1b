import { createHash } from 'node:crypto';

/** What is known of a state file without reading it. */
export interface StateRecord {
  /** What wrote the state: model file, settings of the cache, library, platform. */
  readonly modelKey: string;
  readonly tokens: Uint32Array;
  /** Prompts that share fewer tokens with it can't use the state. 0 where any prefix may be used. */
  readonly exactFrom: number;
  readonly sizeBytes: number;
  /** Of the state file. */
  readonly sha256: string;
  /** As it was when the state was saved, for the next process, which has not measured it yet. */
  readonly prefillTokensPerSecond: number;
}

/** The sidecar's text: the SHA-256 of its second line, and that line. */
export function encodeSidecar(record: StateRecord): string {
  const { tokens, ...rest } = record;
  const encoded = Buffer.from(tokens.buffer, tokens.byteOffset, tokens.byteLength).toString('base64');
  const line = JSON.stringify({ version, ...rest, tokens: encoded });
  return `${sha256(line)}\n${line}\n`;
}

/** @returns `undefined` for whatever {@link encodeSidecar} has not written, cut or changed ones included. */
export function decodeSidecar(text: string): StateRecord | undefined {
  const [checksum, line = '', end, ...more] = text.split('\n');
  if (checksum !== sha256(line) || end !== '' || more.length > 0) return undefined;
  const { version: written, tokens, ...rest } = JSON.parse(line) as Encoded;
  return written === version ? { ...rest, tokens: decodeTokens(tokens) } : undefined;
}

/** To be raised with every change of what the lines mean, and where states may have been saved that are wrong. */
const version = 2;

interface Encoded extends Omit<StateRecord, 'tokens'> {
  readonly version: number;
  /** Base64, four bytes a token, in the platform's order, which is part of the model's key. */
  readonly tokens: string;
}

function decodeTokens(encoded: string): Uint32Array {
  const bytes = Buffer.from(encoded, 'base64');
  // A copy, since a Buffer's bytes may begin anywhere.
  return new Uint32Array(new Uint8Array(bytes).buffer);
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
