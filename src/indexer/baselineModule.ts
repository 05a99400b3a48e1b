import { setFlagsFromString } from 'node:v8';

/**
 * A grammar's WebAssembly in code that V8 has made once, without optimising it, for grammars whose largest function is a lexer of
 * many thousand branches: to optimise it V8 takes up to 500 MB, in the background, after some files. Such code is half as fast,
 * but most of parsing is done by tree-sitter's own, which is optimised as ever.
 *
 * Blocks for a tenth of a second.
 *
 * @returns `undefined` for a grammar that is to be compiled as usual.
 * @throws WebAssembly.CompileError.
 */
export function baselineModule(wasm: Uint8Array): WebAssembly.Module | undefined {
  if (largestFunctionBytes(wasm) <= maxOptimizedBytes) return undefined;
  // V8 has no other way to say it of one module. Nothing else is compiled in between.
  for (const flag of tieringFlags) setFlagsFromString(`--no-${flag}`);
  try {
    return new WebAssembly.Module(new Uint8Array(wasm));
  } finally {
    for (const flag of tieringFlags) setFlagsFromString(`--${flag}`);
  }
}

/** To optimise a function of this size takes 100 MB. */
const maxOptimizedBytes = 64 * 1024;
/** Code that is made when it is first called would be made after this. */
const tieringFlags = ['wasm-tier-up', 'wasm-dynamic-tiering', 'wasm-lazy-compilation'] as const;

/** Of the code section; 0 where there is none. */
function largestFunctionBytes(wasm: Uint8Array): number {
  const header = 8;
  const codeSection = 10;
  let at = header;
  const byte = () => wasm[at++] ?? 0;
  const number = () => {
    let value = 0;
    for (let shift = 0, more = true; more && shift < 35; shift += 7) {
      const next = byte();
      value += (next & 0x7f) * 2 ** shift;
      more = next >= 0x80;
    }
    return value;
  };
  while (at < wasm.length) {
    const section = byte();
    const sizeBytes = number();
    if (section !== codeSection) {
      at += sizeBytes;
      continue;
    }
    const end = Math.min(wasm.length, at + sizeBytes);
    let largest = 0;
    number(); // How many there are.
    while (at < end) {
      const functionBytes = number();
      largest = Math.max(largest, functionBytes);
      at += functionBytes;
    }
    return largest;
  }
  return 0;
}
