import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** As in llama.cpp's own LICENSE: it is inside the binary, and its package has only the licence of node-llama-cpp. */
const llamaCppNotice = `llama.cpp and ggml

MIT License

Copyright (c) 2023-2026 The ggml authors

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
`;

/**
 * The licences of all the packages whose code or files are in the package, and of what is in the binary.
 *
 * @param metaFolder esbuild's metafiles.
 * @param copiedPackages packages whose files are copied as they are: the binary's (`@node-llama-cpp/linux-x64`), grammars'.
 */
export function thirdPartyNotices(repository: string, metaFolder: string, copiedPackages: readonly string[]): string {
  const folders = new Set(copiedPackages.map((name) => `node_modules/${name}`));
  for (const file of readdirSync(metaFolder)) {
    const { outputs } = JSON.parse(readFileSync(join(metaFolder, file), 'utf8')) as {
      outputs: Record<string, { inputs: Record<string, unknown> }>;
    };
    for (const input of Object.values(outputs).flatMap((output) => Object.keys(output.inputs))) {
      const folder = packageFolder(input);
      if (folder !== undefined) folders.add(folder);
    }
  }
  const notices = [...folders].sort().map((folder) => noticeOf(join(repository, folder)));
  return `Leeward contains the following software.\n\n${[...new Set(notices), llamaCppNotice].join(`\n${'-'.repeat(80)}\n\n`)}`;
}

/** `node_modules/a/node_modules/@b/c` of any path in it. */
function packageFolder(path: string): string | undefined {
  return /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0];
}

function noticeOf(folder: string): string {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Readonly<Record<string, unknown>>;
  const licenceFiles = readdirSync(folder)
    .filter((name) => /^(?:licen[cs]e|copying|notice)/i.test(name))
    .sort();
  const texts = licenceFiles.map((name) => readFileSync(join(folder, name), 'utf8').trim());
  const title = `${manifest['name']} ${manifest['version']} (${manifest['license'] ?? 'see its text'})`;
  return [title, ...texts].join('\n\n').concat('\n');
}
