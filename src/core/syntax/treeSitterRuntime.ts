import { Parser } from 'web-tree-sitter';
import { BugError } from '../../shared/errors.ts';

/**
 * What web-tree-sitter's WebAssembly exports: the object that was given to `Parser.init`, once that has been awaited. It is
 * no part of the package's interface, whose exact version is therefore pinned, and `factsQuery.test.ts` compares what is
 * found this way and the package's.
 */
export interface TreeSitterRuntime {
  /** Another one when the memory has grown. */
  readonly HEAP32: Int32Array;
  currentQueryProgressCallback: (() => boolean) | null;
  /** @returns the address where nodes are passed, as five integers. */
  _ts_init(): number;
  /** Leaves the number of matches and the address of their list where nodes are passed. */
  _ts_query_matches_wasm(query: number, tree: number, ...options: readonly number[]): void;
  /** Of the node that was passed. */
  _ts_node_end_index_wasm(tree: number): number;
  _free(address: number): void;
}

/** There is one a process, and web-tree-sitter would mix up two that are started at the same time. */
let starting: Promise<TreeSitterRuntime> | undefined;

/**
 * Starts web-tree-sitter, once a process. Nothing else may start it: only its first start tells what its WebAssembly exports.
 *
 * @param readWasm of web-tree-sitter itself. Where it fails, the next call tries again.
 */
export async function startTreeSitter(readWasm: () => Promise<Uint8Array>): Promise<TreeSitterRuntime> {
  starting ??= start(readWasm);
  try {
    return await starting;
  } catch (error) {
    starting = undefined;
    throw error;
  }
}

async function start(readWasm: () => Promise<Uint8Array>): Promise<TreeSitterRuntime> {
  // It becomes the runtime.
  const module: { readonly wasmBinary: Uint8Array } & Partial<TreeSitterRuntime> = { wasmBinary: await readWasm() };
  await Parser.init(module);
  if (module._ts_init === undefined) throw new BugError('web-tree-sitter was started by somebody else.');
  return module as typeof module & TreeSitterRuntime;
}
