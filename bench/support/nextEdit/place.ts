import { LineStarts } from '../../../src/core/syntax/lineStarts.ts';

/** Where something begins in a file. Lines and characters are 0-based; characters are UTF-16 code units. */
export interface Place {
  /** Relative to the repository, with `/`. */
  readonly path: string;
  readonly line: number;
  readonly character: number;
}

export function placeAt(path: string, text: string, offset: number): Place {
  const lines = new LineStarts(text);
  const line = lines.lineAt(offset);
  return { path, line, character: offset - lines.startOf(line) };
}

export function offsetAt(text: string, { line, character }: Omit<Place, 'path'>): number {
  return new LineStarts(text).startOf(line) + character;
}

/** The same for the same place. */
export function placeKey({ path, line, character }: Place): string {
  return `${path}:${line + 1}:${character + 1}`;
}
