import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join, resolve } from 'node:path';

interface Metafile {
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly outputs: Readonly<
    Record<
      string,
      {
        readonly inputs: Readonly<Record<string, { readonly bytesInOutput: number }>>;
        readonly imports: readonly { readonly path: string; readonly kind: string; readonly external?: boolean }[];
      }
    >
  >;
}

const metaFolder = resolve(import.meta.dirname, '..', 'dist', 'meta');

describe('bundles', () => {
  it('the extension has no native module and nothing of the engine', () => {
    const { inputs, external } = readBundle('extension');
    assert.ok(inputs.includes('src/extension.ts'));
    assert.deepEqual(
      inputs.filter((path) => /^(?:native|test|bench|tools)\//.test(path)),
      [],
    );
    assert.deepEqual(
      inputs.filter((path) => /\.node$|node_modules\/(?:@?node-llama-cpp|@reflink)\//.test(path)),
      [],
    );
    assert.deepEqual(
      external.filter((path) => path !== 'vscode' && !isNodeModule(path)),
      [],
    );
  });

  it('the extension starts without the chat, the repository context and the way to the engine', () => {
    const started = startedInputs('extension', 'extension.cjs');
    assert.ok(started.includes('src/host/commands.ts'));
    assert.deepEqual(
      started.filter((path) =>
        /^src\/core\/(?:chat|context|syntax)\/|node_modules\/(?:markdown-it|web-tree-sitter|vscode-jsonrpc|birpc|diff|ignore)\//.test(
          path,
        ),
      ),
      [],
    );
    const { inputs } = readBundle('extension');
    assert.ok(inputs.includes('src/core/chat/chatSession.ts'), 'loaded later');
    assert.equal(new Set(inputs).size, inputs.length, 'nothing is there twice, so that a class is one class');
  });

  it('the engine has nothing of the host, and nothing that downloads or builds', () => {
    const { inputs, external } = readBundle('engine');
    assert.ok(inputs.includes('native/main.ts'));
    assert.ok(inputs.some((path) => path.endsWith('node_modules/node-llama-cpp/dist/bindings/Llama.js')));
    assert.deepEqual(
      inputs.filter((path) => /^(?:src\/(?!shared\/)|test\/|bench\/|tools\/)/.test(path)),
      [],
    );
    assert.deepEqual(
      inputs.filter((path) => /node_modules\/(?:ipull|simple-git|cmake-js)\//.test(path)),
      [],
    );
    const unknown = external.filter((path) => !isNodeModule(path) && !/^@node-llama-cpp\/|^electron$/.test(path));
    assert.deepEqual(unknown, []);
  });

  for (const name of ['fetchModel', 'windowModel', 'hashWorker', 'placementThread']) {
    it(`${name} needs nothing but Node`, () => {
      const { external } = readBundle(name);
      assert.deepEqual(
        external.filter((path) => !isNodeModule(path)),
        [],
      );
    });
  }

  it('windowModel has what it runs and nothing of the engine', () => {
    const { inputs } = readBundle('windowModel');
    assert.ok(inputs.includes('native/window/writeWindowedTwin.ts'));
    assert.deepEqual(
      inputs.filter(
        (path) => !/^(?:native\/(?:window|gguf|models)\/|native\/windowModel\.ts$|src\/shared\/)/.test(path),
      ),
      [],
    );
  });
});

/** @returns paths of the sources, and what is imported from outside the bundle. */
function readBundle(name: string): { readonly inputs: readonly string[]; readonly external: readonly string[] } {
  const { outputs } = JSON.parse(readFileSync(join(metaFolder, `${name}.json`), 'utf8')) as Metafile;
  const all = Object.values(outputs);
  return {
    inputs: all.flatMap((output) => Object.keys(output.inputs)),
    external: all.flatMap((output) => output.imports.filter(({ external }) => external).map(({ path }) => path)),
  };
}

/** What is loaded when a bundle starts: its own file, and the parts that this needs at once. */
function startedInputs(name: string, file: string): readonly string[] {
  const { outputs } = JSON.parse(readFileSync(join(metaFolder, `${name}.json`), 'utf8')) as Metafile;
  const started = new Set<string>(Object.keys(outputs).filter((path) => path.endsWith(`/${file}`)));
  for (const path of started)
    for (const imported of outputs[path]?.imports ?? [])
      if (imported.kind !== 'dynamic-import' && imported.external !== true) started.add(imported.path);
  return [...started].flatMap((path) => Object.keys(outputs[path]?.inputs ?? {}));
}

function isNodeModule(path: string): boolean {
  return path.startsWith('node:') || builtinModules.includes(path);
}
