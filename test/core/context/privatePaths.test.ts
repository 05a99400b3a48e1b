import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { privatePaths, whyPrivate } from '../../../src/core/context/privatePaths.ts';

const privateFiles = [
  ...['.ssh/config', 'home/.ssh/known_hosts', '.gnupg/trustdb', 'team.kdbx', 'my.agilekeychain/data/1Password.keys'],
  ...['.password-store/mail.gpg', '.aws/credentials', '.aws/config', '.azure/accessTokens.json', '.config/gcloud/x.db'],
  ...['.env', '.ENV', '.env.local', 'app/.env.production', '.env-prod', 'prod.env', '.envrc', '.dev.vars', '.flaskenv'],
  ...['secrets.yaml', 'k8s/secret.yml', 'config/secrets.json', 'db-secrets.toml', 'secrets.prod.yaml', '.secrets'],
  ...['.vault-token', 'credentials.json', 'config/credentials.yml.enc', 'aws-credentials.csv', 'prod.tfvars'],
  ...['terraform.tfvars.json', 'terraform.tfstate', 'terraform.tfstate.backup', '.terraformrc', 'service-account.json'],
  ...['my-serviceAccount-key.json', 'client_secret_123.json', 'app-firebase-adminsdk-x1.json'],
  ...[
    'android/app/google-services.json',
    'ios/GoogleService-Info.plist',
    'server.pem',
    'tls/server.key',
    'AuthKey_1.p8',
  ],
  ...['cert.p12', 'cert.pfx', 'putty.ppk', 'office.ovpn', 'release.jks', 'debug.keystore', 'id_rsa', 'keys/id_ed25519'],
  ...['deploy_id_rsa', 'id_rsa.pub', 'id_ecdsa_sk', '.npmrc', 'pkg/.yarnrc.yml', '.pypirc', '.gem/credentials'],
  ...['.cargo/credentials', '.m2/settings.xml', 'NuGet.Config', 'auth.json', '.netrc', '_netrc', '.git-credentials'],
  ...['.config/gh/hosts.yml', '.kube/config', 'kubeconfig', 'kubeconfig.yaml', 'dev.kubeconfig', '.docker/config.json'],
  ...['.dockercfg', '.boto', '.s3cfg', '.pgpass', '.my.cnf', '.idea/dataSources.xml', '.vscode/sftp.json', '.htpasswd'],
  ...['.idea/webServers.xml', '.bash_history', '.python_history'],
];

const ordinaryFiles = [
  ...[
    'config.json',
    'settings.json',
    '.vscode/settings.json',
    'appsettings.json',
    'package.json',
    'config/config.yaml',
  ],
  ...['.env.example', '.env.sample', 'app/.env.template', '.env.local.example', 'secrets.example.yaml'],
  ...['terraform.tfvars.example', 'credentials.sample.json', 'service-account.example.json', 'main.tf'],
  ...['secrets.ts', 'src/secrets.py', 'credentials.go', 'key.ts', 'keys.py', 'env.ts', 'env.d.ts', 'environment.ts'],
  ...['valid_rsa.py', 'docker/config.json', 'kube/config.go', 'aws/credentials.rs', 'ssh/client.ts', 'pem.js'],
  ...['locales/en/auth.json', 'history.ts', 'tokens.css', 'serviceAccount.ts', 'monkey', 'src/turkey.c', 'netrc.py'],
];

describe('whyPrivate', () => {
  it('keeps private files closed', () => {
    for (const path of privateFiles) assert.ok(whyPrivate(path), path);
  });

  it('leaves ordinary files open', () => {
    for (const path of ordinaryFiles) assert.equal(whyPrivate(path), undefined, path);
  });

  it('has no row that these examples could do without', () => {
    for (const row of privatePaths) {
      const claimed = privateFiles.filter((path) => row.pattern.test(`/${path.toLowerCase()}`));
      const others = privatePaths.filter((other) => other !== row);
      const alone = claimed.filter((path) => !others.some(({ pattern }) => pattern.test(`/${path.toLowerCase()}`)));
      assert.ok(alone.length > 0, `${row.reason}: ${row.pattern}`);
    }
  });

  it('keeps what is private closed in every folder and in every case', () => {
    const folder = fc.stringMatching(/^(?:[a-z.]{1,8}\/){0,3}$/);
    fc.assert(
      fc.property(fc.constantFrom(...privateFiles), folder, fc.boolean(), (file, prefix, isLoud) => {
        // Composer's file has its meaning only beside composer.json.
        fc.pre(file !== 'auth.json' || prefix === '');
        const path = prefix + file;
        assert.ok(whyPrivate(isLoud ? path.toUpperCase() : path), path);
      }),
    );
  });
});
