import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { PinnedPackage } from './pinnedPackages.ts';
import { pythonLimits } from './runPython.ts';
import type { TestCommand } from './testBed.ts';

/** Those tests of a package that look at one function. */
export interface PackageTests {
  /** `undefined`: none seems to. */
  readonly command: TestCommand | undefined;
  /** The same for less of them, those that fail without the function. @param output what was said where it is empty. */
  narrowed(output: string): TestCommand | undefined;
}

/** @param root of the package's files. */
export async function packageTests(pinned: PinnedPackage, root: string, entry: string): Promise<PackageTests> {
  const files = await testFiles(pinned, root);
  return pinned.languageId === 'python' ? pythonTests(files, root, entry) : nodeTests(files);
}

async function testFiles({ tests, leftOut = [] }: PinnedPackage, root: string): Promise<readonly string[]> {
  const found = await Promise.all(
    tests.map(async (path) => {
      if ((await stat(join(root, path))).isFile()) return [path];
      const names = await readdir(join(root, path));
      return names
        .filter((name) => /\.test\.js$/.test(name) && !leftOut.includes(name))
        .map((name) => `${path}/${name}`);
    }),
  );
  return found.flat().sort();
}

/** Classes that have the function's name in them; where none has, all, unless they are many. */
async function pythonTests(files: readonly string[], root: string, entry: string): Promise<PackageTests> {
  const named = new RegExp(`\\b${entry}\\b`);
  const all: string[] = [];
  const naming: string[] = [];
  for (const file of files) {
    const module = file.replace(/\.py$/, '').replaceAll('/', '.');
    const text = await readFile(join(root, file), 'utf8');
    for (const part of text.split(/^(?=class )/m)) {
      const [, name] = /^class (\w+)/.exec(part) ?? [];
      if (name === undefined || !/def test/.test(part)) continue;
      all.push(`${module}.${name}`);
      if (named.test(part)) naming.push(`${module}.${name}`);
    }
  }
  const classes = naming.length > 0 ? naming : all.length <= mostClasses ? all : [];
  return {
    command: classes.length === 0 ? undefined : unittest(classes),
    narrowed: (output) => {
      const failed = new Set([...output.matchAll(/^(?:FAIL|ERROR): \w+ \(([\w.]+)\.\w+\)/gm)].map(([, name]) => name));
      const left = classes.filter((name) => failed.has(name));
      return left.length === 0 ? undefined : unittest(left);
    },
  };
}

const mostClasses = 40;

function unittest(classes: readonly string[]): TestCommand {
  const run = `sys.path.insert(0, ''); import unittest; unittest.main(None, argv=['tests', '-q', *sys.argv[1:]])`;
  return { command: 'python3', args: ['-I', '-B', '-c', `${pythonLimits(30)}${run}`, ...classes] };
}

/** All of them, then the files of those that fail. */
function nodeTests(files: readonly string[]): PackageTests {
  return {
    command: nodeTest(files),
    narrowed: (output) => {
      const failed = files.filter((file) => output.includes(`${file}:`));
      return failed.length === 0 ? undefined : nodeTest(failed);
    },
  };
}

function nodeTest(files: readonly string[]): TestCommand {
  const args = ['--max-old-space-size=1024', '--test', '--test-isolation=none', '--test-reporter=tap', ...files];
  return { command: process.execPath, args };
}
