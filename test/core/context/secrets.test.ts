import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { findSecrets, redactSecrets, withoutSecrets } from '../../../src/core/context/secrets.ts';
import { tokenPatterns } from '../../../src/core/context/tokenPatterns.ts';
import { leaksOf, sourceCanaries } from '../../support/canaries.ts';

/** What stands between `«` and `»` is the secret; without them there is none. */
function check(marked: string, path = 'a.ts'): void {
  const text = marked.replace(/[«»]/g, '');
  const redacted = marked.replace(/«[^»]*»/g, '<secret>');
  assert.equal(redactSecrets(text, path).text, redacted);
}
const checkAll = (cases: readonly string[], path?: string) => {
  for (const marked of cases) check(marked, path);
};

describe('secrets', () => {
  for (const { name, path, text, secrets } of sourceCanaries()) {
    it(`finds: ${name}`, () => {
      const { text: redacted, found } = redactSecrets(text, path);
      assert.deepEqual(leaksOf(secrets, redacted), []);
      assert.deepEqual(leaksOf(secrets, withoutSecrets(text, path)), []);
      assert.equal(found, 1);
      assert.match(redacted, /canary_?release/i);
    });
  }

  it('finds passwords by what they are called', () => {
    checkAll([
      'const password = "«hunter2»";',
      'const login = { password: "«hunter2-Sommer44»" };',
      "db.connect({ user: 'me', dbPassword: '«tiger7!»' })",
      'if (password === "«letmein99»") return;',
      'setPassword("«tiger7!»")',
      'os.environ["DB_PASS"] = "«tiger7!»"',
      "setenv('DB_PASSWORD', '«tiger7!»')",
      'var adminPwd string = "«tiger7!»"',
      'val password: String = "«tiger7!»"',
      "password = '«sunshine»'",
      '{ "pass": "«83749201»" }',
      "PASSWD: '«qzjxkwvp»',",
      'const password =\n  "«tiger7!»";',
      'let config = "Server=db;User Id=sa;Password=«tiger7»;Encrypt=yes"',
      '"host=db user=me password=«tiger7» sslmode=off"',
      '{\\"password\\": \\"«tiger7!»\\"}',
      "CREATE USER me IDENTIFIED BY '«tiger7!»';",
      "ALTER ROLE me WITH PASSWORD '«tiger7!»';",
      '# password: «tiger7»',
      '/* the password = «tiger7» */',
      'DB_PASSWORD=«t1g3r7»',
      'mysqldump --password=«tiger7» db',
      '`curl ?user=me&password=«tiger7»&b=1`',
      "PASSWORD = b'«tiger7!»'",
      'password = """«tiger7!»"""',
      'const pw = "https://me:«tiger7»@example.com/a@b"',
    ]);
    checkAll(
      ['password: «tiger7»', 'password: «hunter2-Sommer44»', 'db:\n  pass: "«tiger7»" # old', 'PASSWORD=«tiger7»'],
      'a.yaml',
    );
  });

  it('finds a word as a password in settings, as it does in quotes', () => {
    checkAll(
      [
        'password: «sommerregen»',
        'POSTGRES_PASSWORD: «geheimnis» # for now',
        'db: { user: me, password: «sommerregen», port: 1 }',
        'environment:\r\n  - MYSQL_ROOT_PASSWORD=«sommerregen»\r\n',
        'url: Server=db;Uid=sa;Pwd=«sommerregen»;Encrypt=yes',
        'command: mysqld --password=«sommerregen»',
      ],
      'compose.yaml',
    );
    check('spring.datasource.password=«sommerregen»\n', 'application.properties');
    check('[db]\npassword = «sommerregen»\n', 'my.cnf');
    check('PGPASSWORD=«sommerregen» psql -h db\n', 'run.sh');
    check('ENV DB_PASSWORD=«sommerregen»\n', 'Dockerfile');
    check('<password>«sommerregen»</password>', 'server.xml');
    check('"Db": "Server=db;Uid=sa;Pwd=«sommerregen»;Encrypt=yes"', 'appsettings.json');
    check('connect("Pwd=«sommerregen»;Server=db")');
  });

  it('finds logins and tokens that a header or a command has', () => {
    checkAll([
      'curl -u admin:«S3cretPw» https://example.com',
      "curl --user 'admin:«tiger7!»' x",
      'Authorization: "Token «8f14e45fceea167a5a36dedd4bea25438f14e45f»"',
      'proxy_set_header X-Api-Key «8f14e45fceea167a5a36dedd4bea2543»;',
    ]);
  });

  it('leaves harmless settings as they are', () => {
    checkAll(
      [
        'password: string',
        'password:\nusername: somebody',
        'password: ""',
        'password: ${DB_PASSWORD}',
        'password: ${{ secrets.PASSWORD }}',
        'password: {{ .Values.db.password }}',
        'password: $PASSWORD',
        'password: changeme',
        'password: null',
        'password: required',
        'password: Password',
        'forgot_password: Forgotten your password?',
        '# the password: whatever you have chosen before',
        'password: whatever.you.like',
        'password: config/passwords',
        'password: vault:secret/data/db',
        'password_file: /run/secrets/password',
        'passwordEncoder: bcrypt',
        'password-encryption: scramble',
        'passwordPolicy: strongest',
        'password_reset: enabled',
        'secretName: database',
        'token: bearer',
        'run: docker run -u node:node -u www-data:www-data --user 1000:1000 image',
        'run: docker run --user ${UID}:${GID} -u $(id -u):$(id -g) image',
        'run: git push -u origin main',
        'run: curl -u user:password https://example.com',
        'run: curl -u "$USER:$PASSWORD" https://example.com',
      ],
      'a.yaml',
    );
    checkAll(['password=', 'password=${PASSWORD}', 'password=%PASSWORD%', 'password=@password@'], 'a.properties');
    checkAll(
      ['The password: sommerregen is fine.', 'Say the token thatIsMentionedInTheDocumentation', 'an API key here'],
      'a.md',
    );
    checkAll(['interface A { password: something }', '// password = something;', 'password=something;']);
  });

  it('finds keys and tokens by what they are called', () => {
    checkAll([
      'const apiKey = "«k2J9xQ4mZ7»";',
      '// x-api-key: «8f14e45fceea167a5a36dedd4bea2543»',
      'SECRET_KEY = "«4$k9x!q2z7»"',
      'headers["X-Auth-Token"] = "«8f14e45fceea167a»";',
      'clientSecret: "«Qx7~p2Lm9vR4tK8w»",',
      'accessToken => "«Qx7ap2Lm9vR4tK8w»"',
      'token = «Qx7ap2Lm9vR4tK8w3Zt»',
      '<client:secret>«Qx7ap2Lm9vR4tK8w»</client:secret>',
      '<add key="ApiKey" value="«Qx7ap2Lm9vR4tK8w»" />',
    ]);
  });

  it('leaves ordinary code as it is', () => {
    checkAll([
      'const password = getPassword();',
      'const token = tokens[index2];',
      'password: string',
      'token: u64,',
      'this.password = password2',
      'secret = secret1',
      'const apiKey = process.env.API_KEY_2;',
      'password: `${user.password1}`,',
      "password: '<your password 1>'",
      'password = "changeme123"',
      "password: 'string', pwd: 'required', password: 'passwordField'",
      "password: 'auth.labels.password2', pass: 'user.pass'",
      "label: 'Password (8 characters)'",
      "const passwordField = 'field-2';",
      "tokenType: 'oauth2-access-token'",
      "TOKEN_URL = 'https://example.com/v2/token1'",
      "const algorithm = 'sha256WithRSAEncryption2';",
      "'password' => 'required|min:8|confirmed',",
      'const commit = "8f14e45fceea167a5a36dedd4bea25438f14e45f";',
      'id: 550e8400-e29b-41d4-a716-446655440000',
      '"integrity": "sha512-Swi4N7Edy1Eqq82GxgEECXSSLyn6GOb5htRFPzBDdUkECGXtlf12ynO5oJSpWKPwCaUssOu7NfhDcCWpIC6Ywg=="',
      "const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';",
      'see https://github.com/example/repository/commit/8f14e45fceea167a5a36dedd4bea25438f14e45f',
      "import x from '../../src/vs/workbench/contrib/terminal2/browser/terminalInstance3.ts';",
      'VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_8BIT_STORAGE_FEATURES_KHR_1000177000',
      '_ZN4core3ptr85drop_in_place17h2f1b9c8d7e6a5f4bE();',
      'pem = "-----BEGIN PRIVATE KEY-----\\n" + body + "\\n-----END PRIVATE KEY-----"',
      'const url = `http://${user}:${password}@host`;',
      'http://localhost:4873/@scope/package',
      'registry = "http://localhost:8080/a@b"',
      'Authorization: Basic authentication is used',
      'BearerTokenAuthenticationFilter2 filter;',
      'skCircle = "sk-fading-circle-item-number-2"',
      'func(&Info::is_one_pass2, pass, hurray2)',
      'plan.addPass("printer2<loops>")',
      '--test-pass-color: #007f6a;',
    ]);
  });

  it('finds a key of which a text has only the end, or only the beginning', () => {
    const key = sourceCanaries().find(({ name }) => name === 'key in a template');
    assert.ok(key);
    const lines = key.text.split('\n');
    for (let cut = 1; cut < lines.length - 1; cut++) {
      const ending: string = redactSecrets(lines.slice(cut).join('\n'), key.path).text;
      const beginning: string = redactSecrets(lines.slice(0, cut).join('\n'), key.path).text;
      assert.deepEqual(leaksOf(key.secrets, ending), [], ending);
      assert.deepEqual(leaksOf(key.secrets, beginning), [], beginning);
    }
  });

  it('keeps the place of all that is no secret', () => {
    fc.assert(
      fc.property(
        fc.array(arbitraryPiece, { maxLength: 8 }),
        fc.constantFrom('a.ts', 'a.yaml', 'a.md'),
        (pieces, path) => {
          const text = pieces.join('');
          const clean = withoutSecrets(text, path);
          assert.equal(clean.length, text.length);
          const secrets = findSecrets(text, path);
          for (let at = 0; at < text.length; at++) {
            const isSecret = secrets.some(({ start, end }) => start <= at && at < end);
            assert.equal(clean[at], isSecret ? '*' : text[at]);
            assert.ok(!isSecret || !/\s/.test(text.charAt(at)));
          }
          const redacted = redactSecrets(text, path).text;
          assert.equal(redacted.split('\n').length, text.split('\n').length);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('finds nothing in a text that has been cleaned', () => {
    fc.assert(
      fc.property(fc.array(arbitraryPiece, { maxLength: 8 }), fc.constantFrom('a.ts', 'a.yaml'), (pieces, path) => {
        const { text } = redactSecrets(pieces.join(''), path);
        assert.equal(redactSecrets(text, path).text, text);
        const clean = withoutSecrets(pieces.join(''), path);
        assert.equal(withoutSecrets(clean, path), clean);
      }),
      { numRuns: 500 },
    );
  });

  it('never takes a name for a secret, whatever stands in front of it', () => {
    fc.assert(
      fc.property(
        arbitrarySetting,
        arbitraryName,
        fc.constantFrom(';', ',', '', '()', '.value', '[0]'),
        (name, value, end) => {
          check(`const ${name} = ${value}${end}`);
          check(`  ${name}: ${value}${end}`);
          check(`f(${name}, ${value}${end})`);
          check(`if (${name} === ${value}) return`);
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it('takes as long as the text is, whatever it is made of', () => {
    const pieces = [
      ...tokenPatterns.map(({ hint }) => hint),
      ...[
        'a',
        '1',
        ' ',
        '"',
        '\\',
        '/',
        '-',
        '_',
        '=',
        ':',
        'a1',
        'password',
        'password=',
        'password="',
        "pwd:'\\",
        'token,',
      ],
      ...[
        '-----BEGIN PRIVATE KEY-----',
        '-----END PRIVATE KEY-----',
        '-----BEGIN PRIVATE KEY-----\n',
        '://a:',
        '://a:a',
        '+',
      ],
      ...[
        'eyJa',
        'password: x ',
        'password \t',
        'key_',
        'pass?:',
        '&password=',
        '"password"',
        'sk-proj-',
        '\\n',
        'bearer a1',
      ],
    ];
    // Squared, a text of this length would take hours.
    for (const piece of pieces) withoutSecrets(piece.repeat(Math.ceil(400_000 / piece.length)), 'a.ts');
  });
});

const arbitraryLetters = fc.stringMatching(/^[A-Za-z0-9+/=_-]{1,50}$/);
const arbitraryPiece = fc.oneof(
  fc.constantFrom(...sourceCanaries().map(({ text }) => text)),
  fc.constantFrom(
    'password = "',
    "token: '",
    'apiKey=',
    '://me:',
    '@host',
    '"',
    "'",
    '\n',
    ' ',
    '\\n',
    ';',
    '// ',
    '${',
    '<',
  ),
  fc.constantFrom(
    '-----BEGIN PRIVATE KEY-----\n',
    '\n-----END PRIVATE KEY-----',
    'ghp_',
    'Bearer ',
    'AKIA',
    '\r\n',
    'é',
  ),
  arbitraryLetters,
);

const words = [
  'user',
  'password',
  'token',
  'secret',
  'api',
  'key',
  'get',
  'hash',
  'value',
  'index',
  'base64',
  'sha256',
  'v2',
];
const arbitraryName = fc
  .array(fc.constantFrom(...words), { minLength: 1, maxLength: 4 })
  .chain((parts) => fc.constantFrom(parts.join('_'), parts.map(capitalize).join(''), parts.join('_').toUpperCase()))
  .filter((name) => /^[A-Za-z]/.test(name));
const arbitrarySetting = fc.constantFrom(
  'password',
  'dbPassword',
  'API_KEY',
  'token',
  'client_secret',
  'this.secret',
  'pwd',
);

function capitalize(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
