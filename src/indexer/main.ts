/**
 * The index worker: a child process of a window's extension host, which forks it and talks to it over the channel of the
 * fork. It runs at idle priority and ends when its parent has gone.
 *
 * Usage: fork('indexer.mjs', ['--syntaxes', FOLDER], { serialization: 'advanced' })
 */
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { constants, setPriority } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createMessageConnection, IPCMessageReader, IPCMessageWriter } from 'vscode-jsonrpc/node';
import { assetsVersion, Grammars } from '../core/syntax/grammars.ts';
import { baselineModule } from './baselineModule.ts';
import { endWithParent } from './endWithParent.ts';
import { FileParser } from './fileParser.ts';
import { OpenDocuments } from './openDocuments.ts';
import { serveHost } from './serveHost.ts';
import { storeVersion } from './store/storeVersion.ts';

const { values: flags } = parseArgs({ options: { syntaxes: { type: 'string' } } });
const syntaxesPath = flags.syntaxes ?? join(import.meta.dirname, 'syntaxes');

try {
  setPriority(constants.priority.PRIORITY_LOW);
} catch {
  // Not allowed here: then it competes.
}

endWithParent();
const rpc = createMessageConnection(new IPCMessageReader(process), new IPCMessageWriter(process));
const grammars = new Grammars((name) => readFile(join(syntaxesPath, name)), baselineModule);
const parser = new FileParser(grammars);
const documents = new OpenDocuments(grammars);
const version = storeVersion(readFileSync(import.meta.filename), readFileSync(join(syntaxesPath, assetsVersion)));
const host = serveHost(rpc, parser, documents, version, (error) => {
  console.error(error);
  // What was being parsed stays marked, so that the next worker leaves it alone.
  process.exit(wasmFailureExitCode);
});
process.once('disconnect', () => void host.close().finally(() => process.exit()));
rpc.listen();

const wasmFailureExitCode = 70;
