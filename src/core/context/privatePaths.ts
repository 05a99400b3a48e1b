/**
 * Files whose content is nobody's business, told by their names alone: they are not opened, so that nothing of them can
 * reach a prompt or the index. What such a name does not give away, {@link ./secrets.ts} finds in the text.
 *
 * Only names that mean secrets wherever they stand are here. `config.json`, `settings.json`, `secrets.ts` or
 * `credentials.go` are ordinary sources, and an assistant that is blind to them is worth less.
 */
interface PrivatePath {
  /** What the file holds, as a phrase for people: `private: environment variables`. */
  readonly reason: string;
  /** Matched with the path in lower case, `/` in front. */
  readonly pattern: RegExp;
  /** A template of it (`.env.example`) has names and no values, is committed to be read, and helps. */
  readonly hasTemplates?: boolean;
}

export const privatePaths: readonly PrivatePath[] = [
  // Folders whose every file is private, whatever its name.
  { reason: 'SSH keys and hosts', pattern: /\/\.ssh\// },
  { reason: 'PGP keys', pattern: /\/\.gnupg\// },
  { reason: 'a password store', pattern: /\/\.password-store\/|\.agilekeychain\/|\.(?:kdbx?|keychain|keychain-db)$/ },
  { reason: 'cloud credentials', pattern: /\/\.(?:aws|azure|gcloud|oci|config\/gcloud)\// },

  // Where deployments keep what must not be committed.
  {
    reason: 'environment variables',
    pattern: /\/(?:\.env(?:[.\-_][^/]*)?|[^/]*\.env|\.envrc|\.flaskenv|\.dev\.vars)$/,
    hasTemplates: true,
  },
  {
    reason: 'secrets by name',
    pattern: /\/(?:[^/]*[.\-_])?secrets?(?:[.\-_][^/]*)?\.(?:ya?ml|json5?|toml|ini|cfg|conf|properties|xml|enc|gpg)$/,
    hasTemplates: true,
  },
  { reason: 'secrets by name', pattern: /\/\.(?:secrets?|vault-token|vault_pass|vault-password)$/ },
  {
    reason: 'credentials by name',
    pattern: /\/(?:[^/]*[.\-_])?credentials?(?:[.\-_][^/]*)?\.(?:ya?ml|json5?|toml|ini|cfg|csv|xml|enc|gpg)$/,
    hasTemplates: true,
  },
  { reason: 'Terraform variables', pattern: /\.tfvars(?:\.json)?(?:[.\-_][^/]*)?$/, hasTemplates: true },
  { reason: 'Terraform state, which has values in clear', pattern: /\.tfstate(?:\.[^/]*)?$/ },
  { reason: 'a login for Terraform', pattern: /\/(?:\.terraformrc|terraform\.rc|credentials\.tfrc\.json)$/ },
  {
    reason: 'the key of a cloud account',
    pattern: /\/[^/]*(?:service[-_]?account|client[-_]secret|firebase-adminsdk|application_default_cred)[^/]*\.json$/,
    hasTemplates: true,
  },
  {
    reason: 'keys of an app',
    pattern: /\/(?:google-services\.json|googleservice-info\.plist|[^/]*\.mobileprovision)$/,
  },

  // Keys.
  { reason: 'a private key or a certificate', pattern: /\.(?:pem|key|p8|p12|pfx|pkcs12|ppk|ovpn)$/ },
  { reason: 'a key store', pattern: /\.(?:jks|jceks|bcfks|keystore|truststore)$/ },
  { reason: 'an SSH key', pattern: /\/(?:[^/]*[.\-_])?id_(?:rsa|dsa|ecdsa|ed25519)(?:_sk)?(?:[.\-_][^/]*)?$/ },

  // Logins that a tool keeps in a file of a fixed name.
  { reason: 'a login for npm or Yarn', pattern: /\/\.(?:npmrc|yarnrc|yarnrc\.yml)$/ },
  { reason: 'a login for PyPI', pattern: /\/\.pypirc$/ },
  {
    reason: 'a login for a package registry',
    pattern:
      /\/(?:\.gem\/credentials|\.cargo\/credentials|\.m2\/settings[^/]*\.xml|nuget\.config|\.composer\/auth\.json)$|^\/auth\.json$/,
  },
  { reason: 'logins for hosts', pattern: /\/[._]netrc$/ },
  { reason: 'a login for git', pattern: /\/(?:\.git-credentials|\.config\/(?:hub|gh\/hosts\.yml))$/ },
  { reason: 'a login for Kubernetes', pattern: /\/\.kube\/|\/kubeconfig(?:[.\-_][^/]*)?$|\.kubeconfig$/ },
  { reason: 'a login for Docker', pattern: /\/(?:\.docker\/config\.json|\.dockercfg)$/ },
  { reason: 'a login for storage', pattern: /\/\.(?:boto|s3cfg|passwd-s3fs)$/ },
  {
    reason: 'a login for a database',
    pattern: /\/(?:\.pgpass|\.my\.cnf|\.mylogin\.cnf|\.idea\/datasources(?:\.local)?\.xml)$/,
  },
  {
    reason: 'a login for a server',
    pattern: /\/(?:sftp(?:-config)?\.json|\.ftpconfig|\.remote-sync\.json|\.idea\/webservers\.xml)$/,
  },
  { reason: 'passwords of a web server', pattern: /\/\.ht(?:passwd|digest)$/ },
  { reason: 'a history of commands', pattern: /\/\.(?:[a-z_]+_)?history$/ },
];

/** What the file at `path` holds that must not be read, as a phrase. `path` is `/`-separated. */
export function whyPrivate(path: string): string | undefined {
  const spelled = `/${path.toLowerCase()}`;
  const row = privatePaths.find(({ pattern }) => pattern.test(spelled));
  return row === undefined || (row.hasTemplates === true && isTemplate(spelled)) ? undefined : row.reason;
}

function isTemplate(path: string): boolean {
  return /[.\-_](?:example|sample|template|tmpl|tpl|dist|defaults)(?:\.[a-z0-9]+)?$/.test(path);
}
