import type { PackageSource } from '../context/pinnedRepositories.ts';

/** A package whose archive has its tests, which need nothing but what is named here. */
export interface PinnedPackage {
  readonly name: string;
  readonly languageId: 'python' | 'javascript';
  readonly source: PackageSource;
  /** Of the archive: what the tests need. */
  readonly picks: readonly string[];
  /** Packages that it imports, each of which has its own files only. */
  readonly modules: readonly PackageSource[];
  /** Whose functions are refactored, and how many of each. */
  readonly files: readonly (readonly [path: string, functions: number])[];
  /** Files of tests, or folders of them. */
  readonly tests: readonly string[];
  /** Those that fail as they are, or where others run beside them. */
  readonly leftOut?: readonly string[];
}

export const pinnedPackages: readonly PinnedPackage[] = [
  {
    name: 'more-itertools',
    languageId: 'python',
    source: pip('more-itertools==11.2.1', 'cbf08fd0af284dc69718b9b76a8e6203df624d70209ea511e4219d350c856f63'),
    picks: ['more_itertools', 'tests'],
    modules: [],
    files: [
      ['more_itertools/more.py', 12],
      ['more_itertools/recipes.py', 8],
    ],
    tests: ['tests/test_more.py', 'tests/test_recipes.py'],
  },
  {
    name: 'idna',
    languageId: 'python',
    source: pip('idna==3.20', 'a7db850025b95ded1eae8a46181a1a6c56c92c96f0e2b005d9ff8dc0210cab44'),
    picks: ['idna', 'tests'],
    modules: [],
    files: [['idna/core.py', 6]],
    tests: ['tests/test_idna.py'],
  },
  {
    name: 'jsonpointer',
    languageId: 'python',
    source: pip('jsonpointer==3.12', '7a3dcc11b64053eaa9c549e85e413f8d40a075215f793a331bed9182a14251ae'),
    picks: [
      'bin',
      'README.md',
      'doc',
      'jsonpointer-stubs',
      'jsonpointer.py',
      'pyproject.toml',
      'setup.cfg',
      'setup.py',
      'tests.py',
    ],
    modules: [],
    files: [['jsonpointer.py', 8]],
    tests: ['tests.py'],
  },
  {
    name: '@fastify/proxy-addr',
    languageId: 'javascript',
    source: npm('@fastify/proxy-addr@5.1.3', '751de9bba7c54102c6ed2368c6a06a64125499030616de097b260690af5fbb86'),
    picks: ['index.js', 'package.json', 'test'],
    modules: [
      npm('@fastify/forwarded@3.1.2', '95e4fb5d279b8275b02c6e4cb55a3b61e6fec2e6e43763baf9b268423b8ee8a6'),
      npm('ipaddr.js@2.5.0', '586f7ae92cc869bf61612f0d2765a02d98f813c7d1fff461745b93178da626c3'),
    ],
    files: [['index.js', 6]],
    tests: ['test'],
  },
  {
    name: '@fastify/busboy',
    languageId: 'javascript',
    source: npm('@fastify/busboy@3.2.6', 'b24b93d82fbc4fa48fa2d217b226b53eb1e46f445cc7e636e0b8858c9dd0c1ce'),
    picks: ['deps', 'index.js', 'lib', 'package.json', 'test'],
    modules: [],
    files: [
      ['lib/utils/parseParams.js', 3],
      ['lib/utils/Decoder.js', 1],
      ['deps/dicer/lib/HeaderParser.js', 2],
      ['deps/streamsearch/sbmh.js', 2],
    ],
    tests: ['test'],
    leftOut: ['decode-text-coverage.test.js'],
  },
  {
    name: 'find-my-way',
    languageId: 'javascript',
    source: npm('find-my-way@9.10.2', '85eba7364db72f208f2cc5f9fa805811fd1b8207d1c75dec2985439a9276bbd5'),
    picks: ['index.js', 'lib', 'package.json', 'test'],
    modules: [
      npm('fast-decode-uri-component@1.0.1', 'de015feadef7113b88f0a56a04f8f7b4f3566d43823adc452216fc081ce8d2a7'),
      npm('fast-deep-equal@3.1.3', 'b019a0980f27638dc3f85836b0e478f188e00d7a6e5852c0819fa86f56e47b8f'),
      npm('fast-querystring@1.1.2', 'f165a9cb6994ee56b985821adcab43d858cbad39cfcd3315424a7552b732a722'),
      npm('ret@0.5.1', 'aac8666d14e0b28f987f29895fa204e7f2f509e6097a45793f8106ae1f070b16'),
      npm('rfdc@1.4.1', '559af1871d927b198ddfa472da35839ba31b01fdf4645206aae279cab91d566a'),
      npm('safe-regex2@5.1.2', 'e102fe1f7a3389fc124862eed458fa49decab642ee208c6d24115f45a78619de'),
    ],
    files: [
      ['index.js', 6],
      ['lib/node.js', 4],
      ['lib/url-sanitizer.js', 2],
    ],
    tests: ['test'],
    leftOut: ['issue-330.test.js', 'methods.test.js', 'server.test.js', 'shorthands.test.js'],
  },
];

function npm(id: string, sha256: string): PackageSource {
  return { registry: 'npm', id, sha256 };
}

function pip(id: string, sha256: string): PackageSource {
  return { registry: 'pip', id, sha256 };
}
