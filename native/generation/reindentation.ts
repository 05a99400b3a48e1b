/**
 * How the lines of a copy are indented, by how those of its original are: further or less far by as much as the last line,
 * or, where a line as far in as this one was copied before, as that one, which is right for other units too.
 */
export class Reindentation {
  readonly #known = new Map<string, string>();
  #last = { from: '', to: '' };

  /** Told of the white space in front of a word: that in the original, and that in the copy. */
  learn(original: string, copy: string): void {
    if (!original.includes('\n') || !copy.includes('\n')) return;
    const [, from] = splitLine(original);
    const [, to] = splitLine(copy);
    const known = this.#known.get(from);
    // A block begins or ends.
    if (known !== undefined && known !== to) this.#known.clear();
    this.#known.set(from, to);
    this.#last = { from, to };
  }

  /** The white space that stands in the copy where `original` stands in the original. */
  expected(original: string): string {
    if (!original.includes('\n')) return original;
    const [lines, from] = splitLine(original);
    return lines + (this.#known.get(from) ?? this.#moved(from));
  }

  #moved(indentation: string): string {
    const { from, to } = this.#last;
    const added = to.length - from.length;
    return added < 0 ? indentation.slice(-added) : to.slice(0, added) + indentation;
  }
}

/** The lines that end, and the indentation of the one that begins. */
function splitLine(space: string): readonly [string, string] {
  const start = space.lastIndexOf('\n') + 1;
  return [space.slice(0, start), space.slice(start)];
}
