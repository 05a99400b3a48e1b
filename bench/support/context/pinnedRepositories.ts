/**
 * The repositories of the bench: source packages of the registries, pinned by version and, where the registry's client
 * does not check a hash by itself, by the archive's SHA-256.
 */
export interface PinnedRepository {
  readonly name: string;
  /** What its lines are counted under: VS Code's identifier. */
  readonly languageId: string;
  readonly source: PackageSource;
  /** Weights of the ranking were not fitted on it, nor rules written by looking at it. */
  readonly isHeldOut?: true;
  /**
   * What is taken of what the client left, and where it goes: `from` to `to`, folders or files. Tests, documents and other
   * programs' code that a package carries along stay behind, or the sources' own layout is put together again.
   */
  readonly picks: readonly (readonly [from: string, to: string])[];
}

export type PackageSource =
  | { readonly registry: 'npm' | 'pip' | 'maven'; readonly id: string; readonly sha256: string }
  /** `name=version`, more than one for a workspace that is published in pieces. Cargo checks the index's hashes. */
  | { readonly registry: 'cargo'; readonly crates: readonly string[] }
  /** `path@version`. Go checks the checksum database's. */
  | { readonly registry: 'go'; readonly id: string };

export const pinnedRepositories: readonly PinnedRepository[] = [
  {
    name: 'rxjs',
    languageId: 'typescript',
    source: npm('rxjs@7.8.2', '2312f8ffd9726ffd7bd53ea12c5f13663d09a3dc3326f448c70b88f5ef6fac82'),
    picks: [
      ['src', 'src'],
      ['package.json', 'package.json'],
    ],
  },
  {
    name: 'zod',
    languageId: 'typescript',
    source: npm('zod@4.6.7', '84efd155bed93270286e793fc951be270b536cbd5b0eeb111f0fa3967201d698'),
    picks: [
      ['src', 'src'],
      ['package.json', 'package.json'],
    ],
  },
  {
    name: 'fastify',
    languageId: 'javascript',
    source: npm('fastify@5.12.8', '459048aabd9311309f4f95b36e8ca065e3a4613ded292bcf50442926931e4748'),
    picks: [
      ['lib', 'lib'],
      ['test', 'test'],
      ['fastify.js', 'fastify.js'],
      ['package.json', 'package.json'],
    ],
  },
  {
    name: 'eslint',
    languageId: 'javascript',
    source: npm('eslint@10.15.0', '8cb5e45fb5b1174e4216d546b69d37c0ac5cb5d9ba8342946a04af1f59605edb'),
    picks: [
      ['lib', 'lib'],
      ['package.json', 'package.json'],
    ],
  },
  {
    name: 'click',
    languageId: 'python',
    source: pip('click==8.5.1', '9bbfada76703fd1d784b83eea012e3e8c6a001a876543ef104fa56aaaeb072b4'),
    picks: [
      ['src', 'src'],
      ['tests', 'tests'],
    ],
  },
  {
    name: 'black',
    languageId: 'python',
    source: pip('black==26.10.1', '5f9f83beae62437e060dafd53d7f1fc327e3d3494f74d72ee5c2b73eb90fc4e7'),
    picks: [['src', 'src']],
  },
  {
    name: 'httpx',
    languageId: 'python',
    source: pip('httpx==0.28.1', '75e98c5f16b0f35b567856f597f06ff2270a374470a5c2392242528e3e3e42fc'),
    picks: [['httpx', 'httpx']],
  },
  {
    name: 'rich',
    languageId: 'python',
    source: pip('rich==15.0.0', 'edd07a4824c6b40189fb7ac9bc4c52536e9780fbbfbddf6f1e2502c31b068c36'),
    picks: [['rich', 'rich']],
  },
  {
    name: 'axum',
    languageId: 'rust',
    source: { registry: 'cargo', crates: ['axum=0.8.9', 'axum-core=0.5.6', 'axum-extra=0.12.6', 'axum-macros=0.5.1'] },
    picks: [
      ['axum-0.8.9', 'axum'],
      ['axum-core-0.5.6', 'axum-core'],
      ['axum-extra-0.12.6', 'axum-extra'],
      ['axum-macros-0.5.1', 'axum-macros'],
    ],
  },
  {
    name: 'ripgrep',
    languageId: 'rust',
    source: {
      registry: 'cargo',
      crates: [
        'ripgrep=15.2.0',
        'grep=0.4.1',
        'grep-cli=0.1.12',
        'grep-matcher=0.1.9',
        'grep-printer=0.3.1',
        'grep-regex=0.1.14',
        'grep-searcher=0.1.17',
        'globset=0.4.22',
        'ignore=0.4.35',
      ],
    },
    picks: [
      ['ripgrep-15.2.0', '.'],
      ['grep-0.4.1', 'crates/grep'],
      ['grep-cli-0.1.12', 'crates/cli'],
      ['grep-matcher-0.1.9', 'crates/matcher'],
      ['grep-printer-0.3.1', 'crates/printer'],
      ['grep-regex-0.1.14', 'crates/regex'],
      ['grep-searcher-0.1.17', 'crates/searcher'],
      ['globset-0.4.22', 'crates/globset'],
      ['ignore-0.4.35', 'crates/ignore'],
    ],
  },
  {
    name: 'gin',
    languageId: 'go',
    source: { registry: 'go', id: 'github.com/gin-gonic/gin@v1.12.0' },
    picks: [['.', '.']],
  },
  {
    name: 'cobra',
    languageId: 'go',
    source: { registry: 'go', id: 'github.com/spf13/cobra@v1.10.2' },
    picks: [['.', '.']],
  },
  {
    name: 'gson',
    languageId: 'java',
    source: maven(
      'com.google.code.gson:gson:2.13.2',
      '058974b69cb7b0a04712278e11870e84ee8cd8fb5f551bd8401e72ba6638bfef',
    ),
    picks: [['com', 'com']],
  },
  {
    name: 'jsoup',
    languageId: 'java',
    source: maven('org.jsoup:jsoup:1.22.1', '457c4571fa8c20a03a173ed6ca77290089603798fbdb05b54dca5ed472945ba5'),
    picks: [['org', 'org']],
  },
  {
    name: 'okhttp',
    languageId: 'kotlin',
    source: maven(
      'com.squareup.okhttp3:okhttp:4.12.0',
      'd91a769a4140e542cddbac4e67fcf279299614e8bfd53bd23b85e60c2861341c',
    ),
    picks: [['.', '.']],
  },
  {
    name: 'okio',
    languageId: 'kotlin',
    source: maven(
      'com.squareup.okio:okio-jvm:3.9.0',
      'b8ab886c9ed94b6d22fe177efab23f66b2fe0cbcfbf9902d226667038410e0b1',
    ),
    picks: [['.', '.']],
  },
  {
    name: 'libgit2',
    languageId: 'c',
    source: { registry: 'cargo', crates: ['libgit2-sys=0.18.8'] },
    picks: [
      ['libgit2-sys-0.18.8+1.9.7/libgit2/src/libgit2', 'src/libgit2'],
      ['libgit2-sys-0.18.8+1.9.7/libgit2/src/util', 'src/util'],
      ['libgit2-sys-0.18.8+1.9.7/libgit2/include', 'include'],
    ],
  },
  {
    name: 'lua',
    languageId: 'c',
    source: { registry: 'cargo', crates: ['lua-src=551.1.0'] },
    picks: [['lua-src-551.1.0/lua-5.4.9', '.']],
  },
  {
    name: 'leveldb',
    languageId: 'cpp',
    source: npm('leveldown@6.1.1', 'fe534f13e475826331c9cd59f279f073c3238e4db2ff2c930e17a786ba0f4f01'),
    picks: [['deps/leveldb/leveldb-1.20', '.']],
  },
  {
    name: 're2',
    languageId: 'cpp',
    source: npm('re2@1.24.0', '09536cb92d25ee341134af0285ff57dd3dd71dff83e689700fa851ad0626271b'),
    picks: [['vendor/re2', '.']],
  },
  {
    name: 'trpc',
    languageId: 'typescript',
    isHeldOut: true,
    source: npm('@trpc/server@11.25.2', '43d5562bf3d3ca2ba55bb37a91020c19d90ddaa3359a1eb55e5fefc62c6cb29a'),
    picks: [
      ['src', 'src'],
      ['package.json', 'package.json'],
    ],
  },
  {
    name: 'mocha',
    languageId: 'javascript',
    isHeldOut: true,
    source: npm('mocha@11.7.4', '47b36fbad34a4c56cca16c9041bf0c8b35d50621fe188af0b5d58744ec67cd1a'),
    picks: [
      ['lib', 'lib'],
      ['package.json', 'package.json'],
    ],
  },
  {
    name: 'flask',
    languageId: 'python',
    isHeldOut: true,
    source: pip('flask==3.1.2', 'bf656c15c80190ed628ad08cdfd3aaa35beb087855e2f494910aa3774cc4fd87'),
    picks: [
      ['src', 'src'],
      ['tests', 'tests'],
    ],
  },
  {
    name: 'clap',
    languageId: 'rust',
    isHeldOut: true,
    source: { registry: 'cargo', crates: ['clap_builder=4.6.7'] },
    picks: [['clap_builder-4.6.7', 'clap_builder']],
  },
  {
    name: 'zap',
    languageId: 'go',
    isHeldOut: true,
    source: { registry: 'go', id: 'go.uber.org/zap@v1.28.0' },
    picks: [['.', '.']],
  },
  {
    name: 'guice',
    languageId: 'java',
    isHeldOut: true,
    source: maven('com.google.inject:guice:7.0.0', '34628dd3720066e77e29c418968f31481059583cbf0f15803d583f756f31a933'),
    picks: [['com', 'com']],
  },
  {
    name: 'ktor',
    languageId: 'kotlin',
    isHeldOut: true,
    source: maven(
      'io.ktor:ktor-server-core-jvm:3.5.2',
      '01312f7b55f09714323c0ac4d47ae6a5abf977f5f211da225506b4082607a6aa',
    ),
    picks: [['.', '.']],
  },
  {
    name: 'zstd',
    languageId: 'c',
    isHeldOut: true,
    source: { registry: 'cargo', crates: ['zstd-sys=2.1.3'] },
    picks: [['zstd-sys-2.1.3+zstd.1.5.7/zstd/lib', 'lib']],
  },
  {
    name: 'fasttext',
    languageId: 'cpp',
    isHeldOut: true,
    source: pip('fasttext==0.9.3', 'eb03f2ef6340c6ac9e4398a30026f05471da99381b307aafe2f56e4cd26baaef'),
    picks: [['src', 'src']],
  },
];

function npm(id: string, sha256: string): PackageSource {
  return { registry: 'npm', id, sha256 };
}

function pip(id: string, sha256: string): PackageSource {
  return { registry: 'pip', id, sha256 };
}

function maven(id: string, sha256: string): PackageSource {
  return { registry: 'maven', id, sha256 };
}
