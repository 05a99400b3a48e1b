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
        readonly imports: readonly { readonly path: string; readonly external?: boolean }[];
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

  for (const name of ['fetchModel', 'windowModel', 'hashWorker']) {
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

function isNodeModule(path: string): boolean {
  return path.startsWith('node:') || builtinModules.includes(path);
}
